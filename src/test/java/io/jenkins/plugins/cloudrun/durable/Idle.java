package io.jenkins.plugins.cloudrun.durable;

import io.jenkins.plugins.cloudrun.job.JobRun;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Decides nothing, for an hour at a time. */
final class Idle implements Behaviour<JobRun> {
  @Override
  public Decision<JobRun> decide(JobRun value, boolean granted, Instant now) {
    return Decision.wait(value, Duration.ofHours(1));
  }

  @Override
  public JobRun broken(JobRun value, String fault, Instant now) {
    return value;
  }

  @Override
  public boolean holding(JobRun value) {
    return false;
  }

  /** A watcher that only waits for the end. */
  static Watcher until(CompletableFuture<Durable.Settlement> end) {
    return new Watcher() {
      @Override
      public void line(Entry entry, int position) {}

      @Override
      public void settled(Durable.Settlement settlement) {
        end.complete(settlement);
      }
    };
  }
}
