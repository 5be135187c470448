package io.jenkins.plugins.cloudrun.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Decision;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.job.JobRun.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that wait for one job ask once for all of them. Driven by hand, with a clock of its own. */
class SharedLooksTest {
  private final FakeJobs jobs = new FakeJobs();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private JobBehaviour behaviour;

  private static final class Waits {
    JobRun run;
    Instant next;

    Waits(JobRun run, Instant next) {
      this.run = run;
      this.next = next;
    }
  }

  @BeforeEach
  void setUp() {
    jobs.looks = 1_000_000;
    behaviour =
        new JobBehaviour(
            jobs,
            new Clock() {
              @Override
              public Instant instant() {
                return now;
              }

              @Override
              public ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }
            });
  }

  /** A run whose execution has gone on for ten minutes. */
  private JobRun running(String id) throws Exception {
    JobPlan plan = JobRunTest.plan(true, true, Duration.ofHours(5));
    JobRun run = JobRun.start(id, new Origin("team/shop", Optional.of(7), "alice"), plan, now);
    return run.withExecution(jobs.run(plan.key(), id, plan.overrides()))
        .in(Phase.RUNNING, now.minusSeconds(600));
  }

  private List<Waits> waiting(int count) throws Exception {
    List<Waits> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Waits(running("j-" + i), now.plusMillis(i * 997L)));
    }
    return all;
  }

  /** Lets all look when their time comes, as the poller does. */
  private void pass(List<Waits> all, Duration time) {
    Instant end = now.plus(time);
    PriorityQueue<Waits> queue =
        new PriorityQueue<>((one, other) -> one.next.compareTo(other.next));
    queue.addAll(all);
    while (queue.element().next.isBefore(end)) {
      Waits first = queue.remove();
      now = first.next;
      Decision<JobRun> decision = behaviour.decide(first.run, true, now);
      first.run = decision.next();
      if (first.run.settlement().isEmpty()) {
        first.next = now.plus(decision.pause());
        queue.add(first);
      }
      if (queue.isEmpty()) {
        return;
      }
    }
    now = end;
  }

  @Test
  void tenRunsOfOneJobCostWhatOneCosts() throws Exception {
    List<Waits> all = waiting(10);
    pass(all, Duration.ofSeconds(60));
    jobs.listed = 0;
    jobs.asked = 0;
    // Each looks every ten seconds: 360 times in this hour, 3600 together.
    pass(all, Duration.ofHours(1));
    assertEquals(0, jobs.asked, "nobody asks for itself");
    assertTrue(jobs.listed <= 400, jobs.listed + " calls in an hour");
    assertTrue(jobs.listed >= 300, "looked only " + jobs.listed + " times in an hour");
  }

  @Test
  void aRunThatWaitsAloneAsksForItsExecution() throws Exception {
    pass(waiting(1), Duration.ofMinutes(10));
    assertEquals(0, jobs.listed);
    assertTrue(jobs.asked >= 50, jobs.asked + " looks");
  }

  @Test
  void whoseExecutionEndsIsToldSoonAndTheOthersWaitOn() throws Exception {
    List<Waits> all = waiting(3);
    pass(all, Duration.ofMinutes(2));
    Waits ended = all.get(1);
    jobs.looksLeft.put(ended.run.execution().orElseThrow(), 0);
    Instant end = now;
    while (ended.run.settlement().isEmpty()) {
      pass(all, Duration.ofSeconds(1));
      assertTrue(now.isBefore(end.plusSeconds(16)), "the end was not seen");
    }
    assertEquals("succeeded", ended.run.settlement().orElseThrow().result().get("outcome"));
    assertTrue(all.get(0).run.settlement().isEmpty());
    assertTrue(all.get(2).run.settlement().isEmpty());
  }

  @Test
  void theLastOneLeftAsksForItselfAgain() throws Exception {
    List<Waits> all = waiting(2);
    pass(all, Duration.ofMinutes(2));
    jobs.looksLeft.put(all.get(1).run.execution().orElseThrow(), 0);
    pass(all, Duration.ofMinutes(1));
    assertTrue(all.get(1).run.settlement().isPresent());
    jobs.listed = 0;
    jobs.asked = 0;
    pass(List.of(all.get(0)), Duration.ofMinutes(10));
    assertEquals(0, jobs.listed);
    assertTrue(jobs.asked >= 50, jobs.asked + " looks");
  }

  @Test
  void anAbortIsNotHeldUpByASharedAnswer() throws Exception {
    List<Waits> all = waiting(2);
    pass(all, Duration.ofMinutes(2));
    JobRun aborted = all.get(0).run.with(new Command(Command.ABORT, "alice", "", now));
    Decision<JobRun> decision = behaviour.decide(aborted, true, now);
    assertTrue(decision.act().isPresent(), "it is cancelled at once");
  }
}
