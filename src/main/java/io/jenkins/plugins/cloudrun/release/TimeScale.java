package io.jenkins.plugins.cloudrun.release;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where a moment stands from the left to the right of a picture, 0 to 100. True to scale, but for
 * one long gap in which nothing happened: it is drawn shorter, so that there is room for the rest.
 */
final class TimeScale {
  /** A shorter gap is always drawn as it is. */
  static final Duration SHORTEST_GAP = Duration.ofMinutes(10);

  /** A gap that would take more of the picture than this is drawn shorter. */
  private static final double LONGEST = 0.6;

  private static final double SHORTENED = 0.35;

  private final Instant start;
  private final double total;
  private final Optional<Gap> gap;

  private TimeScale(Instant start, double total, Optional<Gap> gap) {
    this.start = start;
    this.total = total;
    this.gap = gap;
  }

  /**
   * A gap that is drawn shorter than it was.
   *
   * @param width in the milliseconds of the rest
   */
  record Gap(Instant from, Instant to, double width) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  /** From the first of the moments to the last one; at least one. */
  static TimeScale of(Collection<Instant> moments) {
    List<Instant> sorted = List.copyOf(new TreeSet<>(moments));
    Instant start = sorted.get(0);
    double total = millis(start, sorted.get(sorted.size() - 1));
    Optional<Gap> gap = Optional.empty();
    for (int i = 1; i < sorted.size(); i++) {
      double width = millis(sorted.get(i - 1), sorted.get(i));
      double rest = total - width;
      if (width > LONGEST * total && width >= SHORTEST_GAP.toMillis() && rest > 0) {
        gap =
            Optional.of(
                new Gap(sorted.get(i - 1), sorted.get(i), rest * SHORTENED / (1 - SHORTENED)));
      }
    }
    double drawn = gap.map(cut -> total - cut.length().toMillis() + cut.width()).orElse(total);
    return new TimeScale(start, drawn, gap);
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  /** The gap that is drawn shorter, if there is one. */
  Optional<Gap> gap() {
    return gap;
  }

  /** 0 to 100; what lies outside is at the edge. */
  double at(Instant moment) {
    if (total <= 0) {
      return 0;
    }
    double offset = millis(start, moment);
    if (gap.isPresent() && moment.isAfter(gap.get().from())) {
      Gap cut = gap.get();
      double inside = Math.min(1, millis(cut.from(), moment) / cut.length().toMillis());
      double after = Math.max(0, millis(cut.to(), moment));
      offset = millis(start, cut.from()) + inside * cut.width() + after;
    }
    return Math.max(0, Math.min(100, offset / total * 100));
  }

  /** The moment that stands there. */
  Instant moment(double position) {
    double offset = position / 100 * total;
    if (gap.isPresent()) {
      Gap cut = gap.get();
      double before = millis(start, cut.from());
      if (offset > before + cut.width()) {
        return cut.to().plusMillis(Math.round(offset - before - cut.width()));
      }
      if (offset > before) {
        double inside = (offset - before) / cut.width();
        return cut.from().plusMillis(Math.round(inside * cut.length().toMillis()));
      }
    }
    return start.plusMillis(Math.round(offset));
  }

  /** As SVG has it: {@code 12.5%}. */
  static String percent(double position) {
    return String.format(Locale.ROOT, "%.2f%%", position);
  }
}
