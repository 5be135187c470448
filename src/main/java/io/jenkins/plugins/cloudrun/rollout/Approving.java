package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Waits for a person's leave to go on to the next stop. The revision keeps its share and the gates
 * are asked meanwhile, as during a bake.
 *
 * @param watch the bake at the present stop, which lasts until the answer is too late
 */
record Approving(Baking watch) implements Phase {
  static final String KIND = "approving";

  /** The service is looked at at least so often: somebody else may change it. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  static Approving at(Rollout rollout, int stop, Instant now) {
    return new Approving(Baking.at(stop, now.plus(approval(rollout).within())));
  }

  /** Whether the next stop needs a leave that is not given yet. */
  static boolean needed(Rollout rollout, int next) {
    return rollout
        .plan()
        .policy()
        .approval()
        .filter(approval -> Stops.percent(rollout, next) >= approval.before())
        .filter(approval -> rollout.ruling().isEmpty())
        .isPresent();
  }

  /** What a person is asked. */
  Asking asking(Rollout rollout) {
    return new Asking(
        Stops.percent(rollout, watch.stop()),
        Stops.percent(rollout, watch.stop() + 1),
        rollout.since(),
        watch.until(),
        approval(rollout));
  }

  /** The question, for the log. */
  String question(Rollout rollout) {
    return "Waiting until "
        + watch.until().truncatedTo(ChronoUnit.SECONDS)
        + " for an approval of "
        + Stops.percent(rollout, watch.stop() + 1)
        + " percent by "
        + approval(rollout).who();
  }

  /** Without traffic nothing can go bad for users: the gates have been asked. */
  private boolean idle(Rollout rollout) {
    return Stops.percent(rollout, watch.stop()) == 0;
  }

  private static Approval approval(Rollout rollout) {
    return rollout
        .plan()
        .policy()
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
        + " percent by "
        + approval(rollout).who()
        + " until "
        + watch.until().truncatedTo(ChronoUnit.SECONDS);
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
    return Endings.interrupted(rollout, seen).orElseGet(() -> goOn(rollout, seen));
  }

  private Step goOn(Rollout rollout, Observation seen) {
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
            step.next().remembering(new Approving(baking)),
            step.effect(),
            step.pause(),
            step.wishes())
        : step;
  }

  private Step answered(Rollout rollout, Observation seen, Command ruling) {
    String who =
        ruling.actor() + (ruling.reason().isBlank() ? "" : " (" + ruling.reason().strip() + ")");
    if (!ruling.kind().equals(Command.APPROVE)) {
      return back(rollout, seen, "It was rejected by " + who);
    }
    int next = watch.stop() + 1;
    return Step.to(
        rollout
            .saying(seen.at(), Stops.percent(rollout, next) + " percent approved by " + who)
            .in(Shifting.to(next), seen.at()));
  }

  private static Step back(Rollout rollout, Observation seen, String cause) {
    return Step.to(
        rollout
            .saying(seen.at(), Entry.WARNING, cause)
            .in(RollingBack.to(Outcome.ROLLED_BACK, cause), seen.at()));
  }
}
