package io.jenkins.plugins.cloudrun.release;

import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import io.jenkins.plugins.cloudrun.rollout.Serving;
import java.util.List;
import java.util.Optional;

/** To put all traffic of a service back to a revision that was proven healthy. */
public final class Returning extends Deed {
  static final String NAME = "rollBack";

  private final ServicePage page;

  Returning(ServicePage page) {
    super(page.getJob(), page.parent().getOwner(), page.getUrl());
    this.page = page;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  Permission permission() {
    return CloudRunPermissions.ROLL_BACK;
  }

  @Override
  public String getDisplayName() {
    return "Roll back " + page.getDisplayName();
  }

  @Override
  public String getText() {
    return "All traffic goes to the revision that you choose, now "
        + page.serving().map(now -> "on " + now.revision()).orElse("elsewhere")
        + ". Its image is not built or deployed again. It stays so until the next deploy.";
  }

  @Override
  public String getObstacle() {
    if (page.serving().isEmpty() || page.proven().isEmpty()) {
      return "No revision of the "
          + page.key()
          + " is known to be good besides the one that serves: there is nothing to go back to.";
    }
    return Returns.busy(page.key());
  }

  @Override
  public String getButton() {
    return "Roll back";
  }

  @Override
  public boolean isDestructive() {
    return true;
  }

  @Override
  public String getChoiceLabel() {
    return "Back to";
  }

  @Override
  public List<Choice> getChoices() {
    return page.proven().stream()
        .map(proven -> new Choice(proven.revision().value(), words(proven)))
        .toList();
  }

  private String words(Proven proven) {
    When at = page.when(proven.at());
    return proven.revision()
        + proven.commit().map(Commit::abbreviated).map(sha -> ", commit " + sha).orElse("")
        + (proven.before() ? ", served before " : ", proven healthy ")
        + at.getAway()
        + proven
            .left()
            .map(page::when)
            .map(left -> ", rolled back from " + left.getAway())
            .orElse("");
  }

  @Override
  public String getSeen() {
    return page.serving().map(now -> now.revision().value()).orElse("");
  }

  @Override
  Result perform(Person person, Filled form) {
    if (!form.seen().equals(getSeen())) {
      return Result.refused(
          Answers.CONFLICT,
          "Another revision serves now than when you opened the form: look again, and decide"
              + " anew.");
    }
    Optional<RevisionName> to =
        page.proven().stream()
            .map(Proven::revision)
            .filter(revision -> revision.value().equals(form.choice()))
            .findFirst();
    if (to.isEmpty()) {
      return Result.refused(
          Answers.BAD_REQUEST, "Choose one of the revisions that were proven healthy.");
    }
    Serving now = page.serving().orElseThrow();
    return Returns.start(
            page.key(),
            getJob().getFullName(),
            to,
            now.account(),
            new Returns.Wish(person.id(), form.reason(), form.once()),
            page.clock().instant())
        .map(id -> Result.done("../../../../rollout/" + id + "/"))
        .orElseGet(() -> Result.refused(Answers.UNAVAILABLE, Returns.NOT_STORED));
  }
}
