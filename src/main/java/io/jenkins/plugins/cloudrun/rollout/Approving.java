package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits for a person's leave to go on to the next stop. The revision keeps its share and the gates
 * are asked meanwhile, as during a bake.
 *
 * @param watch the bake at the present stop, which lasts until the answer is too late; its stop is
 *     {@link #BEFORE} while nothing is deployed
 * @param heard how many approvals the log has told of
 */
record Approving(Baking watch, int heard) implements Phase {
  static final String KIND = "approving";

  /** The service is looked at at least so often: somebody else may change it. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** The stop of a promotion of a service that does not serve yet: what is deployed serves. */
  static final int BEFORE = -1;

  static Approving at(Rollout rollout, int stop, Instant now) {
    return new Approving(Baking.at(stop, now.plus(approval(rollout).within())), 0);
  }

  /** Whether nothing was changed yet. */
  boolean before() {
    return watch.stop() == BEFORE;
  }

  private int percent(Rollout rollout) {
    return before() ? 0 : Stops.percent(rollout, watch.stop());
  }

  /** Whether the next stop needs a leave that is not given yet. */
  static boolean needed(Rollout rollout, int next) {
    return rollout
        .approval()
        .filter(approval -> Stops.percent(rollout, next) >= approval.before())
        .filter(approval -> rollout.ruling().isEmpty())
        .isPresent();
  }

  /** What a person is asked. */
  Asking asking(Rollout rollout) {
    return new Asking(
        percent(rollout),
        Stops.percent(rollout, watch.stop() + 1),
        rollout.since(),
        watch.until(),
        approval(rollout));
  }

  /** The question, for the log. */
  String question(Rollout rollout) {
    return "Waiting until "
        + Moments.text(watch.until(), rollout.since())
        + " for an approval of "
        + Stops.percent(rollout, watch.stop() + 1)
        + " % by "
        + approval(rollout).who();
  }

  /** Without traffic nothing can go bad for users: the gates have been asked. */
  private boolean idle(Rollout rollout) {
    return percent(rollout) == 0;
  }

  private static Approval approval(Rollout rollout) {
    return rollout
        .approval()
        .orElseThrow(() -> new IllegalStateException("nobody is to approve " + rollout.id()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    if (rollout.ruling().isPresent()) {
      return "taking up the answer of " + rollout.ruling().get().actor();
    }
    return "waiting for an approval of "
        + Stops.percent(rollout, watch.stop() + 1)
        + " % by "
        + approval(rollout).who()
        + (rollout.assents().isEmpty() ? "" : " (" + rollout.assents().size() + " so far)")
        + " until "
        + Moments.text(watch.until(), rollout.since());
  }

  @Override
  public boolean pressing(Rollout rollout) {
    return !idle(rollout) && watch.pressing(rollout);
  }

  @Override
  public Query query(Rollout rollout) {
    return idle(rollout) ? Query.SERVICE : watch.query(rollout);
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    return stopped(rollout, seen).orElseGet(() -> goOn(rollout, seen));
  }

  private Optional<Step> stopped(Rollout rollout, Observation seen) {
    if (!before()) {
      return Endings.interrupted(rollout, seen);
    }
    return rollout.aborted()
        ? Optional.of(Endings.aborted(rollout, seen, "Nothing was changed."))
        : Optional.empty();
  }

  /** Says each approval once. */
  private Rollout told(Rollout rollout, Observation seen) {
    int needed = approval(rollout).count();
    Rollout next = rollout;
    for (int i = heard; needed > 1 && i < rollout.assents().size(); i++) {
      next =
          next.saying(
              seen.at(),
              "Approved by "
                  + words(rollout.assents().get(i))
                  + " ("
                  + (i + 1)
                  + " of "
                  + needed
                  + ")");
    }
    return next;
  }

  private static String words(Command answer) {
    return answer.actor() + (answer.reason().isBlank() ? "" : " (" + answer.reason().strip() + ")");
  }

  private Step goOn(Rollout before, Observation seen) {
    Rollout rollout = told(before, seen);
    if (rollout != before && rollout.ruling().isEmpty()) {
      return Step.to(rollout.remembering(new Approving(watch, rollout.assents().size())));
    }
    Optional<Command> ruling = rollout.ruling();
    if (ruling.isPresent()) {
      return answered(rollout, seen, ruling.get());
    }
    if (!seen.at().isBefore(watch.until())) {
      return back(
          rollout, seen, "Nobody approved it within " + Durations.text(approval(rollout).within()));
    }
    if (idle(rollout)) {
      Duration left = Duration.between(seen.at(), watch.until());
      return Step.wait(rollout, left.compareTo(LOOK) < 0 ? left : LOOK);
    }
    Step step = watch.decide(rollout, seen);
    return step.next().phase() instanceof Baking baking
        ? new Step(
            step.next().remembering(new Approving(baking, heard)),
            step.effect(),
            step.pause(),
            step.wishes())
        : step;
  }

  private Step answered(Rollout rollout, Observation seen, Command ruling) {
    String who = words(ruling);
    if (!ruling.kind().equals(Command.APPROVE)) {
      return back(rollout, seen, "It was rejected by " + who);
    }
    int next = watch.stop() + 1;
    Rollout approved =
        approval(rollout).count() > 1
            ? rollout
            : rollout.beginning(seen.at(), Stops.percent(rollout, next) + " % approved by " + who);
    Phase on = before() ? new Deploying(false, Optional.empty()) : Shifting.to(next);
    return Step.to(approved.in(on, seen.at()));
  }

  private Step back(Rollout rollout, Observation seen, String cause) {
    if (before()) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          cause.replaceFirst("\\.+$", "") + ". Nothing was changed.");
    }
    return Step.to(
        rollout
            .saying(seen.at(), Entry.WARNING, cause)
            .in(RollingBack.to(Outcome.ROLLED_BACK, cause), seen.at()));
  }
}
