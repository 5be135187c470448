package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A freeze between two moments.
 *
 * @param from its first moment, by the zone's clocks
 * @param until the first moment after it
 * @param zone whose clocks count
 */
public record DatedFreeze(String name, LocalDateTime from, LocalDateTime until, ZoneId zone)
    implements Freeze {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  public DatedFreeze {
    if (!from.isBefore(until)) {
      throw new InvalidValueException(
          "A freeze from "
              + SHOWN.format(from)
              + " until "
              + SHOWN.format(until)
              + " ends before it begins.");
    }
  }

  /**
   * A freeze as people write it.
   *
   * @param from a date, which means its beginning, or a date and a time: {@code 2026-12-20 18:00}
   * @param until a date, which means its end, or a date and a time
   * @param zone such as {@code Europe/Berlin}
   * @throws InvalidValueException naming what is wrong
   */
  public static DatedFreeze parse(String name, String from, String until, String zone) {
    return new DatedFreeze(
        name,
        LocalMoment.moment(from, false),
        LocalMoment.moment(until, true),
        LocalMoment.zone(zone));
  }

  @Override
  public Optional<Instant> until(Instant at) {
    Instant end = LocalMoment.last(until, zone);
    return !at.isBefore(LocalMoment.first(from, zone)) && at.isBefore(end)
        ? Optional.of(end)
        : Optional.empty();
  }

  @Override
  public String text() {
    return (name.isEmpty() ? "" : name + ": ")
        + SHOWN.format(from)
        + " until "
        + SHOWN.format(until)
        + " ("
        + zone
        + ")";
  }
}
