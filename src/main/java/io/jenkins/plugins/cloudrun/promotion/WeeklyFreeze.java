package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A freeze that comes again each week.
 *
 * @param days on which it begins
 * @param from when it begins on each of them, by the zone's clocks
 * @param until when it ends; at or before {@code from} it is the next day's, so that equal times
 *     are a whole day
 * @param zone whose clocks count, summer time included
 */
public record WeeklyFreeze(
    String name, Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone)
    implements Freeze {
  /** Three letters tell days apart. */
  private static final int LETTERS = 3;

  public WeeklyFreeze {
    if (days.isEmpty()) {
      throw new InvalidValueException("A weekly freeze needs days, such as 'Sat, Sun'.");
    }
    days = Set.copyOf(days);
  }

  /**
   * A freeze as people write it.
   *
   * @param days such as {@code Sat, Sun} or {@code Mon-Fri}
   * @param from such as {@code 18:00}
   * @param until such as {@code 07:00}
   * @param zone such as {@code Europe/Berlin}
   * @throws InvalidValueException naming what is wrong
   */
  public static WeeklyFreeze parse(
      String name, String days, String from, String until, String zone) {
    return new WeeklyFreeze(
        name, days(days), LocalMoment.time(from), LocalMoment.time(until), LocalMoment.zone(zone));
  }

  /**
   * Days by their English names, three letters or more, alone or as a span.
   *
   * @throws InvalidValueException if one is not a day
   */
  public static Set<DayOfWeek> days(String text) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : Rules.words(text.replaceAll("\\s*-\\s*", "-"))) {
      String[] ends = word.split("-", 2);
      DayOfWeek day = day(ends[0]);
      DayOfWeek last = ends.length == 1 ? day : day(ends[1]);
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    if (days.isEmpty()) {
      throw new InvalidValueException(
          "'" + text + "' names no day: write 'Sat, Sun' or 'Mon-Fri'.");
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (name.length() >= LETTERS && day.name().startsWith(name)) {
        return day;
      }
    }
    throw new InvalidValueException(
        "'" + text + "' is no day of the week: write Mon, Tue, Wed, Thu, Fri, Sat or Sun.");
  }

  @Override
  public Optional<Instant> until(Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    Optional<Instant> latest = Optional.empty();
    // A window lasts a day at most, and an hour more when clocks go back.
    for (int ago = 2; ago >= 0; ago--) {
      LocalDate date = today.minusDays(ago);
      if (days.contains(date.getDayOfWeek())) {
        Instant begin = LocalMoment.first(date.atTime(from), zone);
        LocalDate lastDate = until.isAfter(from) ? date : date.plusDays(1);
        Instant end = LocalMoment.last(lastDate.atTime(until), zone);
        if (!at.isBefore(begin) && at.isBefore(end)) {
          latest = Optional.of(end);
        }
      }
    }
    return latest;
  }

  @Override
  public String text() {
    String on =
        new TreeSet<>(days)
            .stream()
                .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
                .collect(Collectors.joining(", "));
    return (name.isEmpty() ? "" : name + ": ")
        + on
        + " "
        + from
        + " until "
        + (until.isAfter(from) ? "" : "the next day's ")
        + until
        + " ("
        + zone
        + ")";
  }
}
