package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * When a gate is asked, and how long each verdict but healthy is borne before it decides. Each has
 * a budget of its own: a slow start is not an outage of Cloud Monitoring, and neither is a revision
 * of which nothing is known yet.
 *
 * @param delay from the moment that the revision has its share until it is asked first, at most 1 h
 * @param interval between two questions, 1 s to 1 h; empty leaves it to the engine: short at first,
 *     2 s at most
 * @param count healthy verdicts in a row that are needed, 1 to 100
 * @param within how long after the delay it may be unhealthy; zero decides at once
 * @param inconclusiveFor how long without a break nobody may be able to tell
 * @param errorsFor how long without a break its provider may fail
 */
public record Terms(
    Duration delay,
    Optional<Duration> interval,
    int count,
    Duration within,
    Duration inconclusiveFor,
    Duration errorsFor) {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  public Terms {
    between("delay", delay, Duration.ZERO, LONGEST);
    interval.ifPresent(every -> between("interval", every, Duration.ofSeconds(1), LONGEST));
    between("within", within, Duration.ZERO, LONGEST);
    between("inconclusiveFor", inconclusiveFor, Duration.ZERO, DAY);
    between("errorsFor", errorsFor, Duration.ZERO, DAY);
    if (count < 1 || count > 100) {
      throw new InvalidValueException(
          "The gate's count is " + count + ": it must be between 1 and 100.");
    }
  }

  static void between(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidValueException(
          "The gate's "
              + name
              + " is "
              + Durations.text(value)
              + ": it must be between "
              + Durations.text(least)
              + " and "
              + Durations.text(most)
              + ".");
    }
  }
}
