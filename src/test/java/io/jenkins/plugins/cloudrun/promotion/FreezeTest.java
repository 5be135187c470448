package io.jenkins.plugins.cloudrun.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreezeTest {
  private static final String BERLIN = "Europe/Berlin";

  private static Optional<Instant> until(Freeze freeze, String at) {
    return freeze.until(Instant.parse(at));
  }

  private static Optional<Instant> at(String instant) {
    return Optional.of(Instant.parse(instant));
  }

  @Test
  void aDayBeginsAndEndsByTheClocksOfItsZone() {
    Freeze saturday = WeeklyFreeze.parse("", "Sat", "00:00", "24:00", BERLIN);
    // 2026-11-21 is a Saturday; Berlin is an hour ahead of UTC in winter.
    assertTrue(until(saturday, "2026-11-20T22:59:59Z").isEmpty());
    assertEquals(at("2026-11-21T23:00:00Z"), until(saturday, "2026-11-20T23:00:00Z"));
    assertEquals(at("2026-11-21T23:00:00Z"), until(saturday, "2026-11-21T22:59:59Z"));
    assertTrue(until(saturday, "2026-11-21T23:00:00Z").isEmpty());
  }

  @Test
  void aNightEndsOnTheNextDay() {
    Freeze night = WeeklyFreeze.parse("", "Fri", "18:00", "07:00", "UTC");
    assertTrue(until(night, "2026-11-20T17:59:00Z").isEmpty());
    assertEquals(at("2026-11-21T07:00:00Z"), until(night, "2026-11-20T18:00:00Z"));
    assertEquals(at("2026-11-21T07:00:00Z"), until(night, "2026-11-21T06:59:59Z"));
    assertTrue(until(night, "2026-11-21T07:00:00Z").isEmpty());
    // It begins on Friday alone.
    assertTrue(until(night, "2026-11-21T18:30:00Z").isEmpty());
  }

  @Test
  void aDayWithAnHourLessOrMoreIsFrozenWhole() {
    Freeze sunday = WeeklyFreeze.parse("", "Sun", "00:00", "24:00", BERLIN);
    Instant spring = Instant.parse("2026-03-28T23:00:00Z");
    assertEquals(
        Duration.ofHours(23), Duration.between(spring, sunday.until(spring).orElseThrow()));
    assertTrue(sunday.until(spring.minusSeconds(1)).isEmpty());
    Instant autumn = Instant.parse("2026-10-24T22:00:00Z");
    assertEquals(
        Duration.ofHours(25), Duration.between(autumn, sunday.until(autumn).orElseThrow()));
    assertTrue(sunday.until(autumn.minusSeconds(1)).isEmpty());
  }

  @Test
  void aTimeThatClocksSkipIsTheMomentOfTheChange() {
    // 02:00 to 03:00 does not exist in Berlin on 2026-03-29; the change is at 01:00 UTC.
    Freeze begins = WeeklyFreeze.parse("", "Sun", "02:30", "05:00", BERLIN);
    assertTrue(until(begins, "2026-03-29T00:59:59Z").isEmpty());
    assertEquals(at("2026-03-29T03:00:00Z"), until(begins, "2026-03-29T01:00:00Z"));
    Freeze ends = WeeklyFreeze.parse("", "Sun", "00:00", "02:30", BERLIN);
    assertEquals(at("2026-03-29T01:00:00Z"), until(ends, "2026-03-29T00:59:59Z"));
    assertTrue(until(ends, "2026-03-29T01:00:00Z").isEmpty());
  }

  @Test
  void anHourThatComesTwiceIsFrozenBothTimes() {
    // 02:00 to 03:00 comes twice in Berlin on 2026-10-25: from 00:00 and from 01:00 UTC.
    Freeze hour = WeeklyFreeze.parse("", "Sun", "02:15", "02:45", BERLIN);
    assertTrue(until(hour, "2026-10-25T00:14:59Z").isEmpty());
    assertEquals(at("2026-10-25T01:45:00Z"), until(hour, "2026-10-25T00:15:00Z"));
    assertEquals(at("2026-10-25T01:45:00Z"), until(hour, "2026-10-25T01:44:59Z"));
    assertTrue(until(hour, "2026-10-25T01:45:00Z").isEmpty());
    Freeze dated = DatedFreeze.parse("", "2026-10-25 02:15", "2026-10-25 02:45", BERLIN);
    assertEquals(until(hour, "2026-10-25T00:15:00Z"), until(dated, "2026-10-25T00:15:00Z"));
    assertTrue(until(dated, "2026-10-25T00:14:59Z").isEmpty());
  }

  @Test
  void datesAreWhole() {
    Freeze christmas = DatedFreeze.parse("Christmas", "2026-12-20", "2026-12-26", BERLIN);
    assertTrue(until(christmas, "2026-12-19T22:59:59Z").isEmpty());
    assertEquals(at("2026-12-26T23:00:00Z"), until(christmas, "2026-12-19T23:00:00Z"));
    assertTrue(until(christmas, "2026-12-26T23:00:00Z").isEmpty());
    assertEquals(
        "Christmas: 2026-12-20 00:00 until 2026-12-27 00:00 (Europe/Berlin)", christmas.text());
  }

  @Test
  void windowsThatFollowEachOtherAreOneFreeze() {
    Rules rules =
        new Rules(
            List.of(),
            Optional.empty(),
            List.of(
                WeeklyFreeze.parse("weekend", "Sat-Sun", "00:00", "24:00", "UTC"),
                WeeklyFreeze.parse("Monday's rush", "Mon", "00:00", "09:00", "UTC")),
            List.of());
    Rules.Frozen frozen = rules.frozen(Instant.parse("2026-11-21T12:00:00Z")).orElseThrow();
    assertEquals("weekend", frozen.freeze().name());
    assertEquals(Instant.parse("2026-11-23T09:00:00Z"), frozen.until());
    assertTrue(rules.frozen(Instant.parse("2026-11-23T09:00:00Z")).isEmpty());
  }

  @Test
  void aFreezeWithoutAnEndIsNotLookedThroughForEver() {
    Rules always =
        new Rules(
            List.of(),
            Optional.empty(),
            List.of(WeeklyFreeze.parse("", "Mon-Sun", "00:00", "24:00", "UTC")),
            List.of());
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    Instant end = always.frozen(now).orElseThrow().until();
    assertTrue(end.isAfter(now.plus(Duration.ofDays(365))), end.toString());
  }

  @Test
  void daysAreReadAsPeopleWriteThem() {
    assertEquals(
        EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), WeeklyFreeze.days("sat, Sunday"));
    assertEquals(
        EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
        WeeklyFreeze.days("Fri - Mon"));
    assertThrows(InvalidValueException.class, () -> WeeklyFreeze.days("S"));
    assertThrows(InvalidValueException.class, () -> WeeklyFreeze.days(" , "));
  }

  @Test
  void whatIsWrongIsSaid() {
    for (String time : List.of("25:00", "18", "6pm", "18:60")) {
      assertThrows(
          InvalidValueException.class, () -> WeeklyFreeze.parse("", "Sat", time, "24:00", "UTC"));
    }
    assertThrows(
        InvalidValueException.class,
        () -> WeeklyFreeze.parse("", "Sat", "00:00", "24:00", "Berlin"));
    assertThrows(
        InvalidValueException.class,
        () -> DatedFreeze.parse("", "2026-12-26", "2026-12-20", "UTC"));
    assertThrows(
        InvalidValueException.class, () -> DatedFreeze.parse("", "soon", "2026-12-20", "UTC"));
    assertThrows(InvalidValueException.class, () -> Rules.gates("http, smoke"));
    assertEquals(List.of("http", "metrics"), Rules.gates("metrics, http, http"));
  }
}
