package io.jenkins.plugins.cloudrun.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.ExecutionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the log says of an execution of many tasks while it goes on. */
class TasksSoFarTest {
  private final Tempo clock = new Tempo();

  private JobRun run() {
    return JobRunTest.run(JobRunTest.plan(true, true, Duration.ofHours(1)), clock);
  }

  /** Many tasks take their time: now and then it is said how far they are. */
  @Test
  void saysHowManyTasksHaveEnded() {
    Instant began = clock.instant();
    JobRun run = JobDecisions.begun(run(), "m-1", began);
    run = looked(run, began.plusSeconds(20), tasks(10, 10, 0, 0, 0));
    run = looked(run, began.plusSeconds(21), tasks(10, 9, 1, 0, 0));
    run = looked(run, began.plusSeconds(25), tasks(10, 8, 2, 0, 0));
    run = looked(run, began.plusSeconds(60), tasks(10, 3, 5, 1, 2));
    run = looked(run, began.plusSeconds(200), tasks(10, 3, 5, 1, 2));
    assertEquals(
        List.of(
            "So far 1 of 10 tasks succeeded, 9 running",
            "So far 5 of 10 tasks succeeded, 2 retries, 1 failed, 3 running"),
        run.history().stream().skip(1).map(Entry::text).toList());
    // Of one task there is nothing to count.
    JobRun one = JobDecisions.begun(run(), "m-2", began);
    one = looked(one, began.plusSeconds(60), tasks(1, 1, 0, 0, 1));
    assertEquals(1, one.history().size());
  }

  private static JobRun looked(JobRun run, Instant at, ExecutionState state) {
    JobSight blank = JobSight.nothing(at);
    return JobDecisions.decide(
            run,
            new JobSight(
                at,
                blank.image(),
                blank.job(),
                blank.operation(),
                blank.started(),
                Optional.of(state)))
        .next();
  }

  private static ExecutionState tasks(
      int count, int running, int succeeded, int failed, int retried) {
    return new ExecutionState(
        "m-1",
        new Condition("Completed", Condition.State.PENDING, "", ""),
        List.of(),
        running,
        succeeded,
        failed,
        0,
        retried,
        count,
        "",
        List.of());
  }
}
