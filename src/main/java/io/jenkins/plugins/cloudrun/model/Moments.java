package io.jenkins.plugins.cloudrun.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Moments as logs, labels and messages show them: in UTC, to the second, as one text is read by
 * people in many zones. Pages show them in the zone of Jenkins.
 */
public final class Moments {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Moments() {}

  /** With its day: {@code 2026-11-21 20:41:07 UTC}. */
  public static String text(Instant at) {
    return FULL.format(at);
  }

  /**
   * The same, without the day where that goes without saying: {@code 20:41:07 UTC}.
   *
   * @param said when people are told
   */
  public static String text(Instant at, Instant said) {
    return day(at).equals(day(said)) ? CLOCK.format(at) : text(at);
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
