package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.model.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A moment, for people and for programs that read the page. */
public final class When {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd ", Locale.ROOT);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern(" z", Locale.ROOT);

  private final Instant at;
  private final Instant now;
  private final ZoneId zone;

  /**
   * @param clock which also has the time zone of the one who looks
   */
  When(Instant at, Clock clock) {
    this.at = at;
    this.now = clock.instant();
    this.zone = clock.getZone();
  }

  /** As the attribute of a {@code time} element has it. */
  public String getIso() {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** In the time zone of the one who looks. */
  public String getText() {
    return FORM.format(at.atZone(zone));
  }

  /** The day and a space, left out where there is little room. */
  public String getDay() {
    return DAY.format(at.atZone(zone));
  }

  /** The time of the day. */
  public String getClock() {
    return CLOCK.format(at.atZone(zone));
  }

  /** A space and the time zone. */
  public String getZone() {
    return ZONE.format(at.atZone(zone));
  }

  /** How far away: {@code in 3h59m}, {@code 12s ago}; two units at most. */
  public String getAway() {
    Duration away = Duration.between(now, at);
    String text = Durations.text(rounded(away.abs()));
    return away.isNegative() ? text + " ago" : away.isZero() ? "now" : "in " + text;
  }

  /** To two units at most. */
  static Duration rounded(Duration away) {
    if (away.toDays() > 0) {
      return away.truncatedTo(ChronoUnit.HOURS);
    }
    return away.truncatedTo(away.toHours() > 0 ? ChronoUnit.MINUTES : ChronoUnit.SECONDS);
  }
}
