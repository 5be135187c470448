package io.jenkins.plugins.cloudrun.cloudbuild;

import java.time.Duration;
import java.util.Optional;

/**
 * What was decided of a build: what it is from now on, at most one effect, and when to look again.
 */
record SourceStep(SourceBuild next, Optional<Effect> effect, Duration pause) {
  /** What is done outside. */
  enum Effect {
    SUBMIT,
    CANCEL,
    TAG
  }

  static SourceStep to(SourceBuild next) {
    return new SourceStep(next, Optional.empty(), Duration.ZERO);
  }

  static SourceStep wait(SourceBuild next, Duration pause) {
    return new SourceStep(next, Optional.empty(), pause);
  }

  static SourceStep act(SourceBuild intent, Effect effect) {
    return new SourceStep(intent, Optional.of(effect), Duration.ZERO);
  }
}
