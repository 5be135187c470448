package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verdicts of a rollout within bounds, as every save writes all of them: the first and the last
 * stay, and a row between them says how many are left out.
 */
final class Verdicts {
  /** More rows than this are not kept. */
  static final int MOST = 200;

  /** The {@code health} of the row that stands for those left out. */
  static final String OMITTED = "omitted";

  private static final int FIRST = 50;
  private static final int LAST = 100;

  private Verdicts() {}

  /** With one more. */
  static List<GateResult> with(List<GateResult> verdicts, GateResult more) {
    List<GateResult> all = new ArrayList<>(verdicts);
    all.add(more);
    if (all.size() <= MOST) {
      return all;
    }
    List<GateResult> between = all.subList(FIRST, all.size() - LAST);
    int left = between.stream().mapToInt(Verdicts::standsFor).sum();
    Instant at = between.get(between.size() - 1).at();
    List<GateResult> kept = new ArrayList<>(all.subList(0, FIRST));
    kept.add(
        new GateResult(
            at,
            "",
            0,
            OMITTED,
            left + " verdicts are left out here; the log has them",
            Map.of(OMITTED, left)));
    kept.addAll(all.subList(all.size() - LAST, all.size()));
    return kept;
  }

  private static int standsFor(GateResult row) {
    return row.health().equals(OMITTED) && row.values().get(OMITTED) instanceof Number number
        ? number.intValue()
        : 1;
  }

  /** The kinds of the plan's gates whose last word was that the revision is healthy. */
  static List<String> healthyKinds(Rollout rollout) {
    return rollout.plan().gates().stream()
        .filter(
            gate ->
                rollout.verdicts().stream()
                    .filter(row -> row.gate().equals(gate.describe()))
                    .reduce((first, second) -> second)
                    .filter(row -> row.health().equals(Verdict.Health.HEALTHY.text()))
                    .isPresent())
        .map(Gate::kind)
        .distinct()
        .sorted()
        .toList();
  }

  /** What a gate said last at one share of the traffic, not before {@code since}. */
  static Optional<String> last(List<GateResult> verdicts, String gate, int percent, Instant since) {
    for (int i = verdicts.size() - 1; i >= 0; i--) {
      GateResult row = verdicts.get(i);
      if (row.at().isBefore(since)) {
        return Optional.empty();
      }
      if (row.gate().equals(gate) && row.percent() == percent) {
        return Optional.of(row.health());
      }
    }
    return Optional.empty();
  }
}
