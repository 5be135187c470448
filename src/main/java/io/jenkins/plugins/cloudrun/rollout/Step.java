package io.jenkins.plugins.cloudrun.rollout;

import java.time.Duration;
import java.util.Optional;

/**
 * What a phase decided.
 *
 * @param next the rollout from now on
 * @param effect what to do outside, at most one thing; {@code next} is saved before
 * @param pause how long until the next look
 */
record Step(Rollout next, Optional<Effect> effect, Duration pause) {
  /** On to another phase, at once. */
  static Step to(Rollout next) {
    return new Step(next, Optional.empty(), Duration.ZERO);
  }

  static Step wait(Rollout next, Duration pause) {
    return new Step(next, Optional.empty(), pause);
  }

  static Step act(Rollout intent, Effect effect) {
    return new Step(intent, Optional.of(effect), Duration.ZERO);
  }
}
