package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Baseline;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Clock;
import java.util.Optional;

/**
 * To go on with what was held up: one that goes on looks again at once instead of waiting for its
 * next look, and one whose rollback failed gets another rollback, to the same revision.
 */
public final class Resuming extends Deed {
  static final String NAME = "resume";

  private final Rollout rollout;
  private final Clock clock;

  Resuming(Job<?, ?> job, ModelObject owner, String parentUrl, Rollout rollout, Clock clock) {
    super(job, owner, parentUrl);
    this.rollout = rollout;
    this.clock = clock;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  Permission permission() {
    return rollout.settlement().isEmpty()
        ? CloudRunPermissions.DEPLOY
        : CloudRunPermissions.ROLL_BACK;
  }

  @Override
  public String getDisplayName() {
    return rollout.settlement().isEmpty() ? "Look again now" : "Try the rollback again";
  }

  @Override
  public String getText() {
    return rollout.settlement().isEmpty()
        ? "It looks at "
            + rollout.key()
            + " at once, instead of when it would look next. Nothing else changes: it does not"
            + " skip a wait, a gate or an approval."
        : "Its rollback failed, and "
            + rollout.key()
            + " may still send traffic to the bad revision. A new rollout gives all traffic to "
            + before().map(RevisionName::value).orElse("what served before")
            + ", which served most before.";
  }

  private Optional<RevisionName> before() {
    return rollout.baseline().flatMap(Baseline::previous);
  }

  @Override
  public String getObstacle() {
    if (rollout.settlement().isEmpty()) {
      return "";
    }
    boolean stuck =
        rollout
            .settlement()
            .filter(end -> "rollback_failed".equals(end.result().get("outcome")))
            .isPresent();
    if (!stuck || before().isEmpty()) {
      return "This rollout has ended, and left nothing to go on with.";
    }
    return Returns.busy(rollout.key());
  }

  @Override
  public String getButton() {
    return getDisplayName();
  }

  @Override
  public boolean isReasonNeeded() {
    return rollout.settlement().isPresent();
  }

  @Override
  Result perform(Person person, Filled form) {
    if (rollout.settlement().isEmpty()) {
      Platform.get().rollouts().nudge(rollout.id());
      return Result.done("../../");
    }
    return Returns.start(
            rollout.key(),
            getJob().getFullName(),
            before(),
            rollout.plan().account(),
            new Returns.Wish(person.id(), form.reason(), form.once()),
            clock.instant())
        .map(id -> Result.done("../../../" + id + "/"))
        .orElseGet(() -> Result.refused(Answers.UNAVAILABLE, Returns.NOT_STORED));
  }
}
