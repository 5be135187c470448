package io.jenkins.plugins.cloudrun.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What was decided of a job execution: what it is from now on, at most one effect, and when to look
 * again.
 */
record JobStep(JobRun next, Optional<Effect> effect, Duration pause) {
  /** What is done outside. */
  enum Effect {
    UPDATE,
    RUN,
    CANCEL
  }

  static JobStep to(JobRun next) {
    return new JobStep(next, Optional.empty(), Duration.ZERO);
  }

  static JobStep wait(JobRun next, Duration pause) {
    return new JobStep(next, Optional.empty(), pause);
  }

  static JobStep act(JobRun intent, Effect effect) {
    return new JobStep(intent, Optional.of(effect), Duration.ZERO);
  }
}
