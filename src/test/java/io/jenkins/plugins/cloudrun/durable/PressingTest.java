package io.jenkins.plugins.cloudrun.durable;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.job.JobRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** With more looks than calls, those on which traffic hangs go first: as the engine drives them. */
class PressingTest {
  private static final int SLOW = 300;
  private static final int PRESSING = 5;
  private static final int LOOKS = 4;

  /** Values that were there before the start, and nothing else. */
  private static final class Stored implements Store<JobRun> {
    final List<JobRun> values = new ArrayList<>();

    @Override
    public List<JobRun> unsettled() {
      return List.copyOf(values);
    }

    @Override
    public Optional<JobRun> find(String id) {
      return Optional.empty();
    }

    @Override
    public void save(JobRun value) {}
  }

  /** One call a look, and another look is wanted soon. */
  private static final class Polls implements Behaviour<JobRun> {
    final Budget budget;
    final AtomicInteger slow = new AtomicInteger();
    final CountDownLatch pressed = new CountDownLatch(PRESSING * LOOKS);

    Polls(Budget budget) {
      this.budget = budget;
    }

    @Override
    public Decision<JobRun> decide(JobRun value, boolean granted, Instant now) {
      budget.spend();
      if (pressing(value)) {
        pressed.countDown();
      } else {
        slow.incrementAndGet();
      }
      return Decision.wait(value, Duration.ofMillis(20));
    }

    @Override
    public boolean pressing(JobRun value) {
      return value.id().startsWith("gate-");
    }

    @Override
    public JobRun broken(JobRun value, String fault, Instant now) {
      return value;
    }

    @Override
    public boolean holding(JobRun value) {
      return true;
    }
  }

  @Test
  void gatesAreAskedAgainAndAgainWhileSlowPollsWait() throws Exception {
    Budget budget = new Budget(() -> 600);
    Polls polls = new Polls(budget);
    Stored stored = new Stored();
    for (int i = 0; i < SLOW; i++) {
      stored.values.add(FileStoreTest.run("slow-" + i));
    }
    for (int i = 0; i < PRESSING; i++) {
      stored.values.add(FileStoreTest.run("gate-" + i));
    }
    try (Poller poller = new Poller(4, budget);
        DurableEngine<JobRun> engine =
            new DurableEngine<>(stored, polls, poller, Clock.systemUTC())) {
      engine.resume();
      assertTrue(polls.pressed.await(30, TimeUnit.SECONDS), polls.pressed + " looks are missing");
      // In turn with the others, four looks of each would take four of each of those.
      assertTrue(polls.slow.get() < SLOW, polls.slow + " slow polls went before");
    }
  }
}
