package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.rollout.Query.Question;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets the revision work at its share for a while, the gates asked in turn meanwhile; a bad answer
 * ends the bake early.
 *
 * @param stop index into {@link Stops#of}
 * @param until when the bake ends
 * @param turn which gate is asked next
 * @param due when each gate is asked again, by its index; empty before the first question
 */
record Baking(int stop, Instant until, int turn, List<Instant> due) implements Phase {
  static final String KIND = "baking";

  /** How often a gate is asked during a bake that does not say so itself. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** The service is looked at at least so often: somebody else may change it. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  Baking {
    due = List.copyOf(due);
  }

  static Baking at(int stop, Instant until) {
    return new Baking(stop, until, 0, List.of());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "baking at "
        + Stops.percent(rollout, stop)
        + " % until "
        + Moments.text(until, rollout.since());
  }

  @Override
  public boolean pressing(Rollout rollout) {
    return !rollout.plan().gates().isEmpty();
  }

  @Override
  public Query query(Rollout rollout) {
    if (rollout.plan().gates().isEmpty()) {
      return Query.SERVICE;
    }
    Gate gate = rollout.plan().gates().get(index(rollout));
    Instant warm = rollout.since().plus(gate.terms().delay());
    Instant next = due(rollout).get(index(rollout));
    return Query.SERVICE.withQuestion(
        new Question(
            gate, Stops.percent(rollout, stop), rollout.since(), next.isAfter(warm) ? next : warm));
  }

  private int index(Rollout rollout) {
    return turn % rollout.plan().gates().size();
  }

  private List<Instant> due(Rollout rollout) {
    List<Instant> all = new ArrayList<>(due);
    while (all.size() < rollout.plan().gates().size()) {
      all.add(rollout.since());
    }
    return all;
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    return Endings.interrupted(rollout, seen).orElseGet(() -> goOn(rollout, seen));
  }

  private Step goOn(Rollout before, Observation seen) {
    List<Gate> gates = before.plan().gates();
    Rollout rollout =
        gates.isEmpty()
            ? before
            : GateWords.meanwhile(before, seen, gates.get(index(before)), stop);
    boolean bad = seen.verdict().filter(v -> v.health() == Verdict.Health.UNHEALTHY).isPresent();
    if (bad || !seen.at().isBefore(until)) {
      return Step.to(rollout.in(Gating.at(stop, seen.at()), seen.at()));
    }
    Duration left = Duration.between(seen.at(), until);
    Optional<Duration> pace = pace(rollout, seen);
    if (pace.isPresent()) {
      return Step.wait(rollout, shorter(left, pace.get()));
    }
    Baking next = turned(rollout, seen);
    return Step.wait(
        next.equals(this) ? rollout : rollout.remembering(next),
        shorter(left, next.wait(seen.at())));
  }

  /**
   * With one gate at most, the pause between two looks is its interval: nothing has to be
   * remembered, and so nothing is written to the store.
   */
  private static Optional<Duration> pace(Rollout rollout, Observation seen) {
    List<Gate> gates = rollout.plan().gates();
    if (gates.isEmpty()) {
      return Optional.of(INTERVAL);
    }
    boolean warm = seen.verdict().isPresent();
    Duration every = gates.get(0).terms().interval().orElse(INTERVAL);
    Duration again = seen.verdict().flatMap(Verdict::again).orElse(Duration.ZERO);
    Duration pause = again.compareTo(every) > 0 ? again : every;
    return gates.size() == 1 && warm && pause.compareTo(LONGEST) <= 0
        ? Optional.of(pause)
        : Optional.empty();
  }

  /** On to the gate that is due first. */
  private Baking turned(Rollout rollout, Observation seen) {
    List<Instant> all = due(rollout);
    int asked = index(rollout);
    if (seen.verdict().isPresent()) {
      Verdict verdict = seen.verdict().get();
      Duration every = rollout.plan().gates().get(asked).terms().interval().orElse(INTERVAL);
      Duration again = verdict.again().orElse(Duration.ZERO);
      all.set(asked, seen.at().plus(again.compareTo(every) > 0 ? again : every));
    } else {
      // Its warm-up is not over.
      Instant warm = rollout.since().plus(rollout.plan().gates().get(asked).terms().delay());
      all.set(asked, warm.isAfter(all.get(asked)) ? warm : all.get(asked));
    }
    int first = 0;
    for (int i = 1; i < all.size(); i++) {
      first = all.get(i).isBefore(all.get(first)) ? i : first;
    }
    return new Baking(stop, until, first, all);
  }

  private Duration wait(Instant now) {
    Duration left = Duration.between(now, due.get(turn));
    return left.isNegative() ? Duration.ZERO : shorter(left, LONGEST);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
