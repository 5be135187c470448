package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;

/** How verdicts stand in the log, in the history and in the result. */
final class GateWords {
  private GateWords() {}

  static GateResult result(
      Rollout rollout, Observation seen, Gate gate, int stop, Verdict verdict) {
    return new GateResult(
        seen.at(),
        gate.describe(),
        Stops.percent(rollout, stop),
        verdict.health().text(),
        verdict.measured(),
        verdict.values());
  }

  /** With the verdict that decided, in the history and among the results. */
  static Rollout recorded(
      Rollout rollout, Observation seen, Gate gate, int stop, Verdict verdict, String kind) {
    GateResult result = result(rollout, seen, gate, stop, verdict);
    return rollout
        .copy()
        .verdict(result)
        .build()
        .saying(
            seen.at(),
            kind,
            "Gate "
                + result.gate()
                + " at "
                + result.percent()
                + " %: "
                + result.health()
                + " ("
                + result.measured()
                + ")");
  }

  /**
   * With a verdict that comes while the revision works at its share, if it differs from the one
   * before; until something else is said, the gate counts as healthy.
   */
  static Rollout meanwhile(Rollout rollout, Observation seen, Gate gate, int stop) {
    if (seen.verdict().isEmpty()) {
      return rollout;
    }
    Verdict verdict = seen.verdict().get();
    GateResult row = result(rollout, seen, gate, stop, verdict);
    String before =
        Verdicts.last(rollout.verdicts(), row.gate(), row.percent(), rollout.since())
            .orElse(Verdict.Health.HEALTHY.text());
    if (before.equals(row.health())) {
      return rollout;
    }
    if (verdict.healthy()) {
      return recorded(rollout, seen, gate, stop, verdict, Entry.VERDICT);
    }
    String at = " at " + row.percent() + " %";
    String said = " (" + row.measured() + ")";
    return rollout
        .copy()
        .verdict(row)
        .build()
        .saying(
            seen.at(),
            verdict.health() == Verdict.Health.UNHEALTHY ? Entry.WARNING : Entry.INFO,
            "Gate "
                + row.gate()
                + switch (verdict.health()) {
                  case ERROR ->
                      " could not be asked"
                          + at
                          + ", which says nothing about the revision"
                          + said
                          + "; trying again";
                  case INCONCLUSIVE -> " cannot tell" + at + said + "; asking again";
                  default -> at + ": unhealthy" + said + "; asking again at once";
                });
  }

  /** The first verdict of its kind that is borne. */
  static String notYet(Gate gate, Verdict verdict) {
    Terms terms = gate.terms();
    return switch (verdict.health()) {
      case ERROR ->
          "Gate "
              + gate.describe()
              + " could not be asked, which says nothing about the revision ("
              + verdict.measured()
              + "); trying again for up to "
              + Durations.text(terms.errorsFor());
      case INCONCLUSIVE ->
          "Gate "
              + gate.describe()
              + " cannot tell yet ("
              + verdict.measured()
              + "); asking for up to "
              + Durations.text(terms.inconclusiveFor());
      default ->
          "Gate "
              + gate.describe()
              + " is not healthy yet ("
              + verdict.measured()
              + "); asking for up to "
              + Durations.text(terms.within());
    };
  }

  /** Why the rollout does not go on. */
  static String cause(Gate gate, Verdict verdict, int percent) {
    String at = " at " + percent + " % of the traffic";
    return switch (verdict.health()) {
      case ERROR ->
          "Gate "
              + gate.describe()
              + " could not be asked"
              + at
              + (verdict.refused() ? "" : " for " + Durations.text(gate.terms().errorsFor()))
              + ". That says nothing about the revision, but what is not proven is not promoted: "
              + verdict.measured();
      case INCONCLUSIVE ->
          "Gate "
              + gate.describe()
              + " could not tell whether the revision is healthy"
              + at
              + " for "
              + Durations.text(gate.terms().inconclusiveFor())
              + ", and what is not proven is not promoted: "
              + verdict.measured();
      default -> "Gate " + gate.describe() + " is unhealthy" + at + ": " + verdict.measured();
    };
  }
}
