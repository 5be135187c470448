package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a phase decided.
 *
 * @param next the rollout from now on
 * @param effect what to do outside, at most one thing; {@code next} is saved before
 * @param pause how long until the next look
 * @param wishes commands to other rollouts, by their ids
 */
record Step(Rollout next, Optional<Effect> effect, Duration pause, Map<String, Command> wishes) {
  private Step(Rollout next, Optional<Effect> effect, Duration pause) {
    this(next, effect, pause, Map.of());
  }

  /** The same, asking others for something. */
  Step asking(Map<String, Command> others) {
    return new Step(next, effect, pause, others);
  }

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
