package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.release.Timeline.Mark;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Verdicts as marks of a picture. */
final class TimelineMarks {
  /** The worst first. */
  static final List<String> HEALTH = List.of("unhealthy", "error", "inconclusive", "healthy");

  /** Verdicts of one kind that stand closer than this part of the width become one mark. */
  private static final double CLOSE = 4;

  private final TimelineFacts facts;
  private final TimeScale scale;
  private final Function<Instant, String> clock;

  /**
   * @param clock a moment as the picture shows it
   */
  TimelineMarks(TimelineFacts facts, TimeScale scale, Function<Instant, String> clock) {
    this.facts = facts;
    this.scale = scale;
    this.clock = clock;
  }

  /**
   * Those of a region, each kind in a row of its own.
   *
   * @param bottom below which they stand
   */
  List<Mark> of(String region, int bottom) {
    List<String> kinds =
        HEALTH.stream()
            .filter(
                health -> facts.verdicts(region).stream().anyMatch(v -> v.health().equals(health)))
            .toList();
    List<Mark> marks = new ArrayList<>();
    for (String health : kinds) {
      int y = bottom + 4 + kinds.indexOf(health) * Timeline.MARKS + Timeline.MARKS / 2;
      List<GateResult> close = new ArrayList<>();
      for (GateResult verdict : facts.verdicts(region)) {
        if (verdict.health().equals(health)) {
          if (!close.isEmpty() && scale.at(verdict.at()) - scale.at(close.get(0).at()) >= CLOSE) {
            marks.add(mark(close, y));
            close.clear();
          }
          close.add(verdict);
        }
      }
      marks.add(mark(close, y));
    }
    return marks;
  }

  private Mark mark(List<GateResult> close, int y) {
    GateResult first = close.get(0);
    GateResult last = close.get(close.size() - 1);
    String text =
        close.size() == 1
            ? clock.apply(first.at())
                + ": "
                + first.gate()
                + " is "
                + first.health()
                + ", "
                + first.measured()
            : clock.apply(first.at())
                + " – "
                + clock.apply(last.at())
                + ": "
                + close.size()
                + " times "
                + first.health()
                + ", at last "
                + last.gate()
                + ", "
                + last.measured();
    return new Mark(TimeScale.percent(scale.at(first.at())), y, first.health(), close.size(), text);
  }
}
