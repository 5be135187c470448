package io.jenkins.plugins.cloudrun.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code '500ms'}, {@code '90s'}, {@code '10m'}, {@code '1h30m'},
 * {@code '7d'}.
 */
public final class Durations {
  private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,9}(?:ms|d|h|m|s))+");
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|d|h|m|s)");

  private Durations() {}

  /** The duration that {@code text} says, at most ten digits a part. */
  public static Duration parse(String text) {
    String trimmed = text.trim();
    Text.matching(
        WHOLE,
        "duration",
        trimmed,
        "write a number and a unit (ms, s, m, h, d), such as '90s', '10m' or '1h30m'");
    Duration sum = Duration.ZERO;
    Matcher parts = PART.matcher(trimmed);
    while (parts.find()) {
      long amount = Long.parseLong(parts.group(1));
      sum =
          sum.plus(
              switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
              });
    }
    return sum;
  }

  /** {@code duration} in the form that {@link #parse} reads, largest unit first: {@code 1h30m}. */
  public static String text(Duration duration) {
    List<String> parts = new ArrayList<>();
    add(parts, duration.toDays(), "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "m");
    add(parts, duration.toSecondsPart(), "s");
    add(parts, duration.toMillisPart(), "ms");
    return parts.isEmpty() ? "0s" : String.join("", parts);
  }

  private static void add(List<String> parts, long amount, String unit) {
    if (amount > 0) {
      parts.add(amount + unit);
    }
  }

  /** As a clock shows it, {@code 1:05} or {@code 1:01:05}: for the beginnings of lines. */
  public static String elapsed(Duration passed) {
    long seconds = Math.max(0, passed.toSeconds());
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
