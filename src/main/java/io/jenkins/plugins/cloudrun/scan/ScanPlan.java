package io.jenkins.plugins.cloudrun.scan;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Severity;
import java.time.Duration;

/**
 * What a scan gate asks for.
 *
 * @param failOn the mildest severity that fails it
 * @param within how long the scan may take, from the push on: 1 s to 1 h
 */
public record ScanPlan(Severity failOn, Duration within) {
  /** What is bad enough unless {@code failOn} says otherwise. */
  public static final Severity DEFAULT_FAIL_ON = Severity.HIGH;

  /** Scans of usual images take one to three minutes. */
  public static final Duration DEFAULT_WITHIN = Duration.ofMinutes(5);

  private static final Duration LONGEST = Duration.ofHours(1);

  public ScanPlan {
    if (within.compareTo(Duration.ofSeconds(1)) < 0 || within.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "The scan's wait of "
              + Durations.text(within)
              + " is not between 1s and "
              + Durations.text(LONGEST)
              + ".");
    }
  }

  /** One line for the log: what is waited for. */
  public String describe() {
    return "no vulnerability of severity "
        + failOn
        + (failOn == Severity.CRITICAL ? "" : " or above")
        + ", known within "
        + Durations.text(within);
  }
}
