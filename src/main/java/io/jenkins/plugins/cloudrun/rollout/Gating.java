package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.rollout.Query.Question;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import io.jenkins.plugins.cloudrun.rollout.gate.Trial;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks the gates, one after the other, at one share of traffic.
 *
 * @param stop index into {@link Stops#of}
 * @param gate index into the plan's gates
 * @param trial how that gate has fared so far
 */
record Gating(int stop, int gate, Trial trial) implements Phase {
  static final String KIND = "gating";
  private static final Duration SLOWEST = Duration.ofSeconds(2);

  static Gating at(int stop, Instant now) {
    return new Gating(stop, 0, Trial.begin(now));
  }

  /** Healthy answers in a row so far. */
  int passes() {
    return trial.passes();
  }

  /** Whether the log says that the gate is not healthy yet. */
  boolean told() {
    return !trial.told().isEmpty();
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
  public boolean pressing(Rollout rollout) {
    return true;
  }

  @Override
  public Query query(Rollout rollout) {
    if (over(rollout) || !asked(rollout)) {
      return Query.SERVICE;
    }
    Instant since = rollout.since().minus(Stops.bake(rollout, stop));
    return rollout.everyone().isEmpty()
        ? Query.SERVICE.withAccess()
        : Query.SERVICE.withQuestion(
            new Question(current(rollout), Stops.percent(rollout, stop), since, first(rollout)));
  }

  private boolean over(Rollout rollout) {
    return gate >= rollout.plan().gates().size();
  }

  private Gate current(Rollout rollout) {
    return rollout.plan().gates().get(gate);
  }

  private boolean asked(Rollout rollout) {
    return current(rollout).asks(Stops.percent(rollout, stop));
  }

  /** When the gate is asked first. */
  private Instant first(Rollout rollout) {
    return trial.began().plus(current(rollout).terms().delay());
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    return Endings.interrupted(rollout, seen).orElseGet(() -> judge(rollout, seen));
  }

  private Step judge(Rollout rollout, Observation seen) {
    if (over(rollout)) {
      return passed(rollout, seen);
    }
    if (!asked(rollout)) {
      return Step.to(
          rollout
              .remembering(next(seen.at()))
              .saying(
                  seen.at(),
                  "Gate "
                      + current(rollout).describe()
                      + " is not asked at "
                      + Stops.percent(rollout, stop)
                      + " %: no users' requests reach the revision yet"));
    }
    if (rollout.everyone().isEmpty()) {
      return Step.to(rollout.copy().everyone(seen.everyone().orElse(false)).build());
    }
    if (seen.verdict().isEmpty()) {
      return Step.wait(rollout, until(seen.at(), first(rollout)));
    }
    return judge(rollout, seen, seen.verdict().get());
  }

  private Step judge(Rollout rollout, Observation seen, Verdict verdict) {
    Terms terms = current(rollout).terms();
    Trial now = trial.after(verdict, seen.at());
    return switch (now.ruling(terms, verdict, seen.at())) {
      case PASSED ->
          Step.to(
              GateWords.recorded(rollout, seen, current(rollout), stop, verdict, Entry.VERDICT)
                  .remembering(next(seen.at())));
      case GOES_ON -> {
        Rollout next = rollout.remembering(new Gating(stop, gate, now));
        if (!verdict.healthy() && !trial.knows(verdict.health())) {
          next =
              rollout
                  .copy()
                  .verdict(result(rollout, seen, verdict))
                  .build()
                  .remembering(new Gating(stop, gate, now.telling(verdict.health())))
                  .saying(seen.at(), Entry.INFO, GateWords.notYet(current(rollout), verdict));
        }
        yield Step.wait(next, pause(rollout, seen, verdict));
      }
      case FAILED -> {
        Rollout next =
            GateWords.recorded(rollout, seen, current(rollout), stop, verdict, Entry.WARNING);
        String cause = GateWords.cause(current(rollout), verdict, Stops.percent(rollout, stop));
        yield verdict.health() == Verdict.Health.UNHEALTHY
            ? Endings.judged(next, seen, cause)
            : Endings.diagnose(next, seen, cause);
      }
    };
  }

  private GateResult result(Rollout rollout, Observation seen, Verdict verdict) {
    return GateWords.result(rollout, seen, current(rollout), stop, verdict);
  }

  private Gating next(Instant now) {
    return new Gating(stop, gate + 1, Trial.begin(now));
  }

  private Step passed(Rollout rollout, Observation seen) {
    int next = stop + 1;
    if (next < Stops.of(rollout).size() && Approving.needed(rollout, next)) {
      Approving wait = Approving.at(rollout, stop, seen.at());
      return Step.to(
          rollout.saying(seen.at(), Entry.QUESTION, wait.question(rollout)).in(wait, seen.at()));
    }
    return next < Stops.of(rollout).size()
        ? Step.to(rollout.in(Shifting.to(next), seen.at()))
        : Endings.regionDone(rollout, seen);
  }

  private Duration pause(Rollout rollout, Observation seen, Verdict verdict) {
    Duration pace = rollout.pace(seen.at());
    Duration usual =
        current(rollout).terms().interval().orElse(pace.compareTo(SLOWEST) < 0 ? pace : SLOWEST);
    Duration asked = verdict.again().orElse(Duration.ZERO);
    return asked.compareTo(usual) > 0 ? asked : usual;
  }

  private static Duration until(Instant now, Instant then) {
    Duration left = Duration.between(now, then);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
