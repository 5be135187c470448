package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TimeScaleTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T10:00:00Z");

  private static List<Instant> instants(List<Integer> seconds) {
    return seconds.stream().map(s -> BEGUN.plusSeconds(s)).toList();
  }

  @Property(tries = 300)
  void whatIsLaterStandsFurtherToTheRight(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(max = 100_000) Integer> seconds) {
    TimeScale scale = TimeScale.of(instants(seconds));
    double before = -1;
    for (Instant moment : new TreeSet<>(instants(seconds))) {
      double at = scale.at(moment);
      assertTrue(at > before && at >= 0 && at <= 100, at + " after " + before);
      before = at;
    }
  }

  @Property(tries = 300)
  void aPlaceStandsForItsMoment(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(max = 100_000) Integer> seconds) {
    TimeScale scale = TimeScale.of(instants(seconds));
    for (Instant moment : instants(seconds)) {
      long there = scale.moment(scale.at(moment)).toEpochMilli();
      assertEquals(moment.toEpochMilli(), there, 2);
    }
  }

  @Property(tries = 300)
  void nothingButOneLongGapIsDrawnShorter(
      @ForAll @Size(min = 2, max = 20) List<@IntRange(max = 100_000) Integer> seconds) {
    TimeScale scale = TimeScale.of(instants(seconds));
    scale
        .gap()
        .ifPresent(
            gap -> {
              assertTrue(gap.length().compareTo(TimeScale.SHORTEST_GAP) >= 0);
              double width = scale.at(gap.to()) - scale.at(gap.from());
              assertEquals(35, width, 0.01);
            });
  }
}
