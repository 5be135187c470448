package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.StoreException;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Baseline;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.time.Clock;
import java.util.Optional;

/** To stop a rollout, which puts back what it has changed. */
public final class Aborting extends Deed {
  static final String NAME = "abort";

  private final Rollout rollout;
  private final Clock clock;

  Aborting(Job<?, ?> job, ModelObject owner, String parentUrl, Rollout rollout, Clock clock) {
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
    return CloudRunPermissions.DEPLOY;
  }

  @Override
  public String getDisplayName() {
    return "Abort";
  }

  @Override
  public String getText() {
    String back =
        rollout
            .baseline()
            .map(Baseline::traffic)
            .map(Split::text)
            .filter(text -> !text.isEmpty())
            .map(text -> "Traffic goes back to " + text + ".")
            .orElse("Nothing has been changed yet that would have to be put back.");
    return "The rollout of "
        + rollout.key()
        + " stops. "
        + back
        + " A build that waits for it ends as aborted.";
  }

  @Override
  public String getObstacle() {
    if (rollout.settlement().isPresent()) {
      return "This rollout has ended.";
    }
    return rollout
        .command()
        .map(first -> "It is being stopped already, as " + first.actor() + " asked.")
        .orElse("");
  }

  @Override
  public String getButton() {
    return "Abort and put traffic back";
  }

  @Override
  public boolean isDestructive() {
    return true;
  }

  @Override
  Result perform(Person person, Filled form) {
    Command abort = new Command(Command.ABORT, person.id(), form.reason(), clock.instant());
    try {
      Optional<Command> taken =
          Platform.get().rollouts().command(rollout.id(), abort).flatMap(Rollout::command);
      return taken.equals(Optional.of(abort))
          ? Result.done("../../")
          : Result.refused(
              Answers.CONFLICT,
              taken
                  .map(first -> "It is being stopped already, as " + first.actor() + " asked.")
                  .orElse("This rollout has ended."));
    } catch (StoreException e) {
      return Result.refused(
          Answers.UNAVAILABLE, "It could not be stored, so nothing was stopped. Try again.");
    }
  }
}
