package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.rollout.gate.Verdict.Health;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a gate has fared at one share of the traffic. A value that decides by {@link Terms} alone.
 *
 * @param began when the gate's turn came
 * @param passes healthy verdicts in a row so far
 * @param told what the log says already: each kind of verdict but healthy is told once
 * @param inconclusiveSince when nobody could tell first, since the last time that somebody could
 * @param errorSince when the provider failed first, since it last answered
 * @param refusals in a row that the provider meant for good
 */
public record Trial(
    Instant began,
    int passes,
    Set<Health> told,
    Optional<Instant> inconclusiveSince,
    Optional<Instant> errorSince,
    int refusals) {
  /** A refusal that is meant for good is believed when it came so often in a row. */
  public static final int MOST_REFUSALS = 3;

  public Trial {
    told = told.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(told));
  }

  /** Before the first question. */
  public static Trial begin(Instant now) {
    return new Trial(now, 0, Set.of(), Optional.empty(), Optional.empty(), 0);
  }

  /** What follows from a verdict. */
  public enum Ruling {
    PASSED,
    GOES_ON,
    FAILED
  }

  /** With one more verdict. */
  public Trial after(Verdict verdict, Instant at) {
    return switch (verdict.health()) {
      case HEALTHY -> new Trial(began, passes + 1, told, Optional.empty(), Optional.empty(), 0);
      case UNHEALTHY -> new Trial(began, 0, told, Optional.empty(), Optional.empty(), 0);
      case INCONCLUSIVE ->
          new Trial(began, 0, told, Optional.of(inconclusiveSince.orElse(at)), Optional.empty(), 0);
      // An outage of the provider takes nothing away from what was seen, and proves nothing.
      case ERROR ->
          new Trial(
              began,
              passes,
              told,
              inconclusiveSince,
              Optional.of(errorSince.orElse(at)),
              verdict.refused() ? refusals + 1 : 0);
    };
  }

  /** What a verdict that {@link #after} took in leads to. */
  public Ruling ruling(Terms terms, Verdict verdict, Instant at) {
    boolean over =
        switch (verdict.health()) {
          case HEALTHY -> false;
          case UNHEALTHY -> !at.isBefore(began.plus(terms.delay()).plus(terms.within()));
          case INCONCLUSIVE ->
              !at.isBefore(inconclusiveSince.orElse(at).plus(terms.inconclusiveFor()));
          case ERROR ->
              refusals >= MOST_REFUSALS
                  || !at.isBefore(errorSince.orElse(at).plus(terms.errorsFor()));
        };
    return over ? Ruling.FAILED : passes >= terms.count() ? Ruling.PASSED : Ruling.GOES_ON;
  }

  /** Whether the log says so already. */
  public boolean knows(Health health) {
    return told.contains(health);
  }

  /** With the log saying so. */
  public Trial telling(Health health) {
    Set<Health> more = EnumSet.of(health);
    more.addAll(told);
    return new Trial(began, passes, more, inconclusiveSince, errorSince, refusals);
  }
}
