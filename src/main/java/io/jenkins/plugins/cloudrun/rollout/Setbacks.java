package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.rollout.Rollout.Trouble;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.time.Duration;
import java.time.Instant;

/** What becomes of a rollout when a look or an act fails: wait and look again, or end. Pure. */
final class Setbacks {
  /** Writes refused because the service changed under them; more than this is not chance. */
  private static final int MOST_CONFLICTS = 5;

  /** How long the outside may fail without a break. */
  private static final Duration MOST_TROUBLE = Duration.ofMinutes(10);

  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private Setbacks() {}

  static Step of(Rollout rollout, Failure failure, Instant now) {
    Observation nothing = Observation.of(now, true);
    if (rollout.phase() instanceof Diagnosing diagnosing) {
      // An explanation that cannot be read must not hold up the rollback.
      return diagnosing.after(
          rollout.saying(
              now, Entry.WARNING, "The reason could not be read: " + failure.explanation()),
          nothing);
    }
    if (failure instanceof Failure.Permanent permanent) {
      return permanent.reason() == Failure.Reason.CONFLICT
          ? conflict(rollout, permanent, nothing)
          : permanent(rollout, permanent, nothing);
    }
    return again(rollout, failure, nothing);
  }

  /** After a look that succeeded: the next failure is the first in a row. */
  static Rollout overcome(Rollout rollout) {
    Trouble before = rollout.trouble();
    return before.count() == 0
        ? rollout
        : rollout.copy().trouble(new Trouble(0, before.conflicts(), Instant.EPOCH)).build();
  }

  private static Step conflict(Rollout rollout, Failure.Permanent failure, Observation nothing) {
    Trouble before = rollout.trouble();
    Trouble now = new Trouble(before.count(), before.conflicts() + 1, before.since());
    return now.conflicts() > MOST_CONFLICTS
        ? permanent(rollout, failure, nothing)
        : Step.wait(rollout.copy().trouble(now).build(), Duration.ofMillis(300L * now.conflicts()));
  }

  private static Step permanent(Rollout rollout, Failure failure, Observation nothing) {
    String message = failure.explanation();
    Phase phase = rollout.phase();
    if (phase instanceof RollingBack rollback) {
      return rollback.failed(rollout, nothing, message);
    }
    boolean changed =
        !(phase instanceof Queued
            || phase instanceof Promoting
            || phase instanceof Copying
            || phase instanceof Preparing
            || (phase instanceof Approving approving && approving.before())
            || (phase instanceof Tagging tagging && !tagging.sent())
            || (phase instanceof Deploying deploying && deploying.operation().isEmpty()));
    return changed
        ? Endings.diagnose(rollout, nothing, message)
        : Endings.settle(rollout, nothing, Outcome.FAILED, message);
  }

  /**
   * The plugin itself fails, turn after turn: what was changed is put back without a further look,
   * whatever the plan says of failures of the revision.
   */
  static Step broken(Rollout rollout, String fault, Instant now) {
    Observation nothing = Observation.of(now, true);
    String cause =
        "a fault in the plugin keeps it from going on ("
            + fault
            + "); report it with what Jenkins' log says";
    Phase phase = rollout.phase();
    if (phase instanceof RollingBack rollback) {
      return rollback.failed(rollout, nothing, cause);
    }
    boolean sent =
        phase instanceof Tagging tagging
            ? tagging.sent()
            : !(phase instanceof Deploying deploying) || deploying.sent();
    boolean changed =
        sent
            && !(phase instanceof Queued
                || phase instanceof Promoting
                || phase instanceof Copying
                || phase instanceof Preparing
                || (phase instanceof Approving approving && approving.before()));
    if (changed && Endings.baseline(rollout).hasStable()) {
      return Step.to(
          rollout
              .saying(now, Entry.WARNING, "Traffic goes back: " + cause)
              .in(RollingBack.to(Outcome.INTERNAL_ERROR, cause), now));
    }
    return Endings.settle(
        rollout,
        nothing,
        Outcome.INTERNAL_ERROR,
        "The rollout of "
            + rollout.key()
            + " ended: "
            + cause
            + (changed
                ? ". There is nothing to roll back to: look at the service."
                : ". Nothing was changed" + Endings.inThisRegion(rollout) + "."));
  }

  private static Step again(Rollout rollout, Failure failure, Observation nothing) {
    Instant now = nothing.at();
    Trouble before = rollout.trouble();
    Instant since = before.count() == 0 ? now : before.since();
    Trouble trouble = new Trouble(before.count() + 1, before.conflicts(), since);
    Rollout next = rollout.copy().trouble(trouble).build();
    boolean over = now.isAfter(since.plus(MOST_TROUBLE));
    boolean late = now.isAfter(rollout.deadline()) && !(rollout.phase() instanceof RollingBack);
    if (over || late) {
      return permanent(rollout, failure, nothing);
    }
    if (trouble.count() == 3) {
      next = next.saying(now, Entry.WARNING, failure.explanation() + " Trying again.");
    }
    Duration pause =
        Duration.ofMillis(Math.min(SLOWEST.toMillis(), 250L << Math.min(trouble.count(), 10)));
    if (failure instanceof Failure.Transient passing && passing.retryAfter().isPresent()) {
      Duration asked = passing.retryAfter().get();
      pause = asked.compareTo(pause) > 0 ? asked : pause;
    }
    return Step.wait(next, pause);
  }
}
