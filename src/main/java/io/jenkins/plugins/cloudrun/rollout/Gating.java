package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpJudge;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Asks the gates, one after the other, at one share of traffic.
 *
 * @param stop index into {@link Stops#of}
 * @param gate index into the plan's gates
 * @param passes healthy answers in a row so far
 * @param began when this gate was asked first
 * @param told whether the log says that it is not healthy yet
 */
record Gating(int stop, int gate, int passes, Instant began, boolean told) implements Phase {
  static final String KIND = "gating";
  private static final Duration SLOWEST = Duration.ofSeconds(2);

  static Gating at(int stop, Instant now) {
    return new Gating(stop, 0, 0, now, false);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "asking the health gates at " + Stops.percent(rollout, stop) + " percent";
  }

  @Override
  public Query query(Rollout rollout) {
    if (gate >= rollout.plan().gates().size()) {
      return Query.SERVICE;
    }
    return rollout.everyone().isEmpty()
        ? Query.SERVICE.withAccess()
        : Query.SERVICE.withProbe(current(rollout), rollout.everyone().get());
  }

  private HttpGate current(Rollout rollout) {
    return (HttpGate) rollout.plan().gates().get(gate);
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    return Endings.interrupted(rollout, seen).orElseGet(() -> judge(rollout, seen));
  }

  private Step judge(Rollout rollout, Observation seen) {
    if (gate >= rollout.plan().gates().size()) {
      return passed(rollout, seen);
    }
    if (rollout.everyone().isEmpty()) {
      return Step.to(rollout.copy().everyone(seen.everyone().orElse(false)).build());
    }
    HttpGate asked = current(rollout);
    Verdict verdict = HttpJudge.judge(asked, seen.measurement());
    if (verdict.healthy()) {
      int count = passes + 1;
      return count < asked.consecutive()
          ? Step.wait(
              rollout.remembering(new Gating(stop, gate, count, began, told)), pause(rollout, seen))
          : Step.to(
              recorded(rollout, seen, asked, verdict, Entry.VERDICT)
                  .remembering(new Gating(stop, gate + 1, 0, seen.at(), false)));
    }
    if (seen.at().isBefore(began.plus(asked.within()))) {
      Rollout next = rollout.remembering(new Gating(stop, gate, 0, began, true));
      if (!told) {
        next =
            next.saying(
                seen.at(),
                Entry.INFO,
                asked.describe()
                    + " is not healthy yet ("
                    + verdict.measured()
                    + "); asking for up to "
                    + Durations.text(asked.within()));
      }
      return Step.wait(next, pause(rollout, seen));
    }
    Verdict last = new Verdict(Verdict.Health.UNHEALTHY, verdict.measured());
    return Endings.diagnose(
        recorded(rollout, seen, asked, last, Entry.WARNING),
        seen,
        "Gate "
            + asked.describe()
            + " is unhealthy at "
            + Stops.percent(rollout, stop)
            + " % of the traffic: "
            + verdict.measured());
  }

  private Rollout recorded(
      Rollout rollout, Observation seen, HttpGate asked, Verdict verdict, String kind) {
    int percent = Stops.percent(rollout, stop);
    String health = verdict.health().name().toLowerCase(Locale.ROOT);
    String where = seen.measurement().map(m -> m.url().toString()).orElse(asked.path());
    return rollout
        .copy()
        .verdict(new GateResult(seen.at(), asked.describe(), percent, health, verdict.measured()))
        .build()
        .saying(
            seen.at(),
            kind,
            "GET " + where + " at " + percent + " %: " + health + " (" + verdict.measured() + ")");
  }

  private Step passed(Rollout rollout, Observation seen) {
    int next = stop + 1;
    return next < Stops.of(rollout).size()
        ? Step.to(rollout.in(Shifting.to(next), seen.at()))
        : Endings.regionDone(rollout, seen);
  }

  private static Duration pause(Rollout rollout, Observation seen) {
    Duration pace = rollout.pace(seen.at());
    return pace.compareTo(SLOWEST) < 0 ? pace : SLOWEST;
  }
}
