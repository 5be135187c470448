package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Percent;
import java.time.Duration;
import java.util.List;

/**
 * A stop on the way to all traffic.
 *
 * @param percent 1 to 99
 * @param bake how long the revision keeps that share before the gates are asked again, up to 7 days
 */
public record CanaryStep(Percent percent, Duration bake) {
  public CanaryStep {
    if (percent.value() < 1 || percent.value() > 99) {
      throw new InvalidValueException(
          "A canary step of "
              + percent.value()
              + " percent is not between 1 and 99: 0 and 100 are implied at the ends.");
    }
    if (bake.isNegative() || bake.compareTo(Duration.ofDays(7)) > 0) {
      throw new InvalidValueException(
          "The canary step of "
              + percent
              + " bakes for "
              + Durations.text(bake)
              + ": it must be at most 7d.");
    }
  }

  /** {@code steps}, if their percentages ascend. */
  public static List<CanaryStep> ascending(List<CanaryStep> steps) {
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).percent().compareTo(steps.get(i - 1).percent()) <= 0) {
        throw new InvalidValueException(
            "The canary steps must ascend: "
                + steps.get(i).percent()
                + " comes after "
                + steps.get(i - 1).percent()
                + ".");
      }
    }
    return List.copyOf(steps);
  }
}
