package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a clock on the wall shows, and the instant that is meant. When clocks go forward, a time
 * that they skip is the moment of the change; when they go back, a freeze holds for both rounds of
 * the hour: it begins with the first and ends with the second.
 */
final class LocalMoment {
  private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-3]):[0-5][0-9]");

  private LocalMoment() {}

  static Instant first(LocalDateTime local, ZoneId zone) {
    return instant(local, zone, false);
  }

  static Instant last(LocalDateTime local, ZoneId zone) {
    return instant(local, zone, true);
  }

  private static Instant instant(LocalDateTime local, ZoneId zone, boolean second) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? rules.getTransition(local).getInstant()
        : local.toInstant(offsets.get(second ? offsets.size() - 1 : 0));
  }

  /**
   * A time zone by its name, such as {@code Europe/Berlin} or {@code UTC}.
   *
   * @throws InvalidValueException if there is none of that name
   */
  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "'" + text + "' is no time zone: write its name, such as 'Europe/Berlin' or 'UTC'.");
    }
  }

  /**
   * A time of day: {@code 18:00}. {@code 24:00} is midnight, as {@code 00:00}.
   *
   * @throws InvalidValueException if it is not one
   */
  static LocalTime time(String text) {
    String trimmed = text.strip();
    if (trimmed.equals("24:00")) {
      return LocalTime.MIDNIGHT;
    }
    if (!TIME.matcher(trimmed).matches()) {
      throw new InvalidValueException(
          "'" + text + "' is no time of day: write hours and minutes, such as '18:00'.");
    }
    return LocalTime.parse(trimmed.length() == 4 ? "0" + trimmed : trimmed);
  }

  /**
   * A date, or a date and a time of day: {@code 2026-12-20} or {@code 2026-12-20 18:00}.
   *
   * @param end whether a date alone means its end
   * @throws InvalidValueException if it is neither
   */
  static LocalDateTime moment(String text, boolean end) {
    String[] parts = text.strip().split("[T\\s]+", 2);
    try {
      LocalDate date = LocalDate.parse(parts[0]);
      if (parts.length == 1) {
        return (end ? date.plusDays(1) : date).atStartOfDay();
      }
      return (parts[1].strip().equals("24:00") ? date.plusDays(1) : date).atTime(time(parts[1]));
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "'"
              + text
              + "' is no date: write '2026-12-20', or with a time of day '2026-12-20 18:00'.");
    }
  }
}
