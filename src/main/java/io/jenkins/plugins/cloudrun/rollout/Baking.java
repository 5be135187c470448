package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpJudge;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets the revision work at its share for a while, the gates asked in turn meanwhile; a bad answer
 * ends the bake early.
 *
 * @param stop index into {@link Stops#of}
 * @param until when the bake ends
 * @param turn which gate is asked next
 */
record Baking(int stop, Instant until, int turn) implements Phase {
  static final String KIND = "baking";

  /** How often a gate is asked during a bake. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "baking at " + Stops.percent(rollout, stop) + " percent until " + until;
  }

  @Override
  public Query query(Rollout rollout) {
    return rollout.plan().gates().isEmpty()
        ? Query.SERVICE
        : Query.SERVICE.withProbe(gate(rollout), rollout.everyone().orElse(false));
  }

  private HttpGate gate(Rollout rollout) {
    return (HttpGate) rollout.plan().gates().get(turn % rollout.plan().gates().size());
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    return Endings.interrupted(rollout, seen).orElseGet(() -> goOn(rollout, seen));
  }

  private Step goOn(Rollout rollout, Observation seen) {
    boolean bad =
        !rollout.plan().gates().isEmpty()
            && HttpJudge.judge(gate(rollout), seen.measurement()).health()
                == Verdict.Health.UNHEALTHY;
    if (bad || !seen.at().isBefore(until)) {
      return Step.to(rollout.in(Gating.at(stop, seen.at()), seen.at()));
    }
    Duration left = Duration.between(seen.at(), until);
    Rollout next =
        rollout.plan().gates().size() > 1
            ? rollout.remembering(new Baking(stop, until, turn + 1))
            : rollout;
    return Step.wait(next, left.compareTo(INTERVAL) < 0 ? left : INTERVAL);
  }
}
