package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * A GET of the new revision's own URL.
 *
 * @param path begins with a slash
 * @param status the status that is healthy, 100 to 599
 * @param bodyContains text that the first 64 KiB of the body must contain
 * @param latency the slowest answer that is healthy
 * @param consecutive how many healthy answers in a row are needed, 1 to 100
 * @param within how long the revision may take to get there before it counts as unhealthy
 */
public record HttpGate(
    String path,
    int status,
    Optional<String> bodyContains,
    Optional<Duration> latency,
    int consecutive,
    Duration within)
    implements Gate {
  public static final String KIND = "http";
  public static final int DEFAULT_STATUS = 200;
  public static final int DEFAULT_CONSECUTIVE = 1;
  public static final Duration DEFAULT_WITHIN = Duration.ofMinutes(1);

  public HttpGate {
    if (!path.startsWith("/")
        || path.startsWith("//")
        || path.chars().anyMatch(c -> c <= ' ' || c == '#')) {
      throw new InvalidValueException(
          "The gate's path '"
              + path
              + "' must begin with one '/' and hold no space or '#', such as '/healthz'.");
    }
    if (status < 100 || status > 599) {
      throw new InvalidValueException(
          "The gate's status " + status + " is not between 100 and 599.");
    }
    if (consecutive < 1 || consecutive > 100) {
      throw new InvalidValueException(
          "The gate's consecutive is " + consecutive + ": it must be between 1 and 100.");
    }
    if (within.compareTo(Duration.ofSeconds(1)) < 0 || within.compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidValueException(
          "The gate's within is " + Durations.text(within) + ": it must be between 1s and 1h.");
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe() {
    return "GET " + path;
  }
}
