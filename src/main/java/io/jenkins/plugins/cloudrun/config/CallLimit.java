package io.jenkins.plugins.cloudrun.config;

import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Reads how many calls to Google an administrator allows in a minute. */
final class CallLimit {
  private CallLimit() {}

  /**
   * @throws InvalidValueException if it is no number, or too low
   */
  static int parse(@Nullable String text) {
    try {
      return checked(Integer.parseInt(text == null ? "" : text.trim()));
    } catch (NumberFormatException e) {
      throw new InvalidValueException(
          "callsPerMinute is '" + text + "', which is not a whole number.");
    }
  }

  /**
   * @throws InvalidValueException if it is too low
   */
  static int checked(int callsPerMinute) {
    if (callsPerMinute < Budget.LEAST_PER_MINUTE) {
      throw new InvalidValueException(
          "callsPerMinute is "
              + callsPerMinute
              + ": it must be at least "
              + Budget.LEAST_PER_MINUTE
              + ", or rollouts would hardly be looked at.");
    }
    return callsPerMinute;
  }
}
