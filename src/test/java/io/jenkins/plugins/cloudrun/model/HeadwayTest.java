package io.jenkins.plugins.cloudrun.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log says of something that lasts, and when. */
class HeadwayTest {
  private static final Instant BEGAN = Instant.parse("2026-11-21T20:41:07.900Z");

  private static String text(long done, long total, long moved, long seconds) {
    return new Headway(done, total, true, moved, Duration.ofSeconds(seconds)).text();
  }

  @Test
  void saysHowMuchOfHowMuchHowFastAndForHowLong() {
    assertEquals(
        "312.4 MB of 1024.0 MB (30 %), 31.2 MB/s, about 23s left",
        text(312_400_000, 1_024_000_000, 312_400_000, 10));
    assertEquals(
        "1.0 MB of 1000.0 MB (0 %), 0.1 MB/s, about 2h47m left",
        text(1_000_000, 1_000_000_000, 1_000_000, 10));
  }

  @Test
  void whatWasThereBeforeMakesItNoFaster() {
    assertEquals(
        "600.0 MB of 1000.0 MB (60 %), 10.0 MB/s, about 40s left",
        text(600_000_000, 1_000_000_000, 100_000_000, 10));
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    assertEquals("600.0 MB of 1000.0 MB (60 %)", text(600_000_000, 1_000_000_000, 0, 10));
    assertEquals(
        "600.0 MB of at most 1000.0 MB, 60.0 MB/s",
        new Headway(600_000_000, 1_000_000_000, false, 600_000_000, Duration.ofSeconds(10)).text());
    assertEquals(
        "all 1000.0 MB, waiting for the answer", text(1_000_000_000, 1_000_000_000, 5, 10));
  }

  @Test
  void linesComeEverMoreSeldom() {
    List<Long> lines = new ArrayList<>();
    for (Instant last = BEGAN; lines.size() < 5; ) {
      last = Cadence.USUAL.next(BEGAN, last);
      lines.add(Duration.between(BEGAN, last).toSeconds());
    }
    assertEquals(List.of(10L, 30L, 70L, 130L, 190L), lines);
  }

  @Test
  void momentsSayTheirDayOnlyWhereItIsAnother() {
    assertEquals("2026-11-21 20:41:07 UTC", Moments.text(BEGAN));
    assertEquals("20:41:07 UTC", Moments.text(BEGAN, Instant.parse("2026-11-21T00:00:00Z")));
    assertEquals(
        "2026-11-21 20:41:07 UTC", Moments.text(BEGAN, Instant.parse("2026-11-20T23:59:59Z")));
  }
}
