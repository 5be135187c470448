package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Asking;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Clock;

/** To approve or to reject what a rollout asks. */
public final class Answering extends Deed {
  static final String APPROVE = Command.APPROVE;
  static final String REJECT = Command.REJECT;

  private final String kind;
  private final Rollout rollout;
  private final Clock clock;

  /**
   * @param kind {@link #APPROVE} or {@link #REJECT}
   */
  Answering(
      String kind,
      Job<?, ?> job,
      ModelObject owner,
      String parentUrl,
      Rollout rollout,
      Clock clock) {
    super(job, owner, parentUrl);
    this.kind = kind;
    this.rollout = rollout;
    this.clock = clock;
  }

  private boolean approves() {
    return kind.equals(APPROVE);
  }

  @Override
  public String getName() {
    return kind;
  }

  @Override
  Permission permission() {
    return CloudRunPermissions.APPROVE;
  }

  @Override
  public String getDisplayName() {
    return approves() ? "Approve" : "Reject";
  }

  @Override
  public String getText() {
    String commit =
        rollout.plan().commit().map(sha -> ", commit " + sha.abbreviated() + ",").orElse("");
    String revision = "Revision " + rollout.revision() + " of " + rollout.key() + commit;
    return rollout
        .asking()
        .map(asking -> approves() ? more(revision, asking) : less(revision, asking))
        .orElse("");
  }

  private static String more(String revision, Asking asking) {
    return revision
        + " has "
        + asking.percent()
        + " % of the traffic and gets "
        + asking.next()
        + " %.";
  }

  private static String less(String revision, Asking asking) {
    return revision
        + " has "
        + asking.percent()
        + " % of the traffic; it goes back to where it was.";
  }

  @Override
  public String getObstacle() {
    if (rollout.asking().isEmpty()) {
      return rollout
          .ruling()
          .map(first -> "It was answered before: " + Answers.words(first) + ".")
          .orElse("This rollout is not waiting for an answer.");
    }
    return Answers.refusal(rollout, Platform.get().person()).orElse("");
  }

  @Override
  int obstacleStatus() {
    return rollout.asking().isPresent() ? Answers.FORBIDDEN : Answers.CONFLICT;
  }

  @Override
  public String getButton() {
    int next = rollout.asking().map(Asking::next).orElse(100);
    return approves() ? "Approve " + next + " %" : "Reject and put traffic back";
  }

  @Override
  public boolean isDestructive() {
    return !approves();
  }

  @Override
  public boolean isReasonNeeded() {
    return false;
  }

  @Override
  Result perform(Person person, Filled form) {
    return new Answers(Platform.get().rollouts(), clock)
        .take(rollout, person, kind, form.reason())
        .map(no -> Result.refused(no.status(), no.text()))
        .orElseGet(() -> Result.done("../../"));
  }
}
