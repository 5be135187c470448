package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * What a person can do on a page: a form with a reason, on a page of its own that needs no
 * JavaScript, or in a dialog; then a POST. Who may not view gets here as little as anywhere (404);
 * who may not do this is told the permission that is missing (403).
 */
public abstract class Deed implements ModelObject, StaplerProxy {
  private final Job<?, ?> job;
  private final ModelObject owner;
  private final String parentUrl;

  /**
   * @param job whose permissions count
   * @param owner whose side panel stands beside the form
   * @param parentUrl the page that it is done on, from Jenkins' root, with a slash at its end
   */
  Deed(Job<?, ?> job, ModelObject owner, String parentUrl) {
    this.job = job;
    this.owner = owner;
    this.parentUrl = parentUrl;
  }

  /**
   * What was filled in; everything may be empty.
   *
   * @param reason one line
   * @param choice of several that the form offers
   * @param seen what the one who filled it in saw: when it is no longer so, nothing is done
   * @param option whether the box is ticked
   * @param once tells this form from all others: sent twice, it is done once
   */
  record Filled(String reason, String choice, String seen, boolean option, String once) {}

  /**
   * What came of it.
   *
   * @param url the page to go on to, from the form's own
   * @param no why nothing was done
   */
  record Result(String url, Optional<Answers.No> no) {
    static Result done(String url) {
      return new Result(url, Optional.empty());
    }

    static Result refused(int status, String text) {
      return new Result("", Optional.of(new Answers.No(status, text)));
    }
  }

  /** A part of the address. */
  public abstract String getName();

  /** What it needs. */
  abstract Permission permission();

  /** What will happen, in a sentence or two. */
  public abstract String getText();

  /** Why it cannot be done now; empty when it can. */
  public abstract String getObstacle();

  /** What HTTP calls it: that it is not so just now, unless it is the person. */
  int obstacleStatus() {
    return Answers.CONFLICT;
  }

  /** On the button. */
  public abstract String getButton();

  /** Whether the button warns by its colour. */
  public boolean isDestructive() {
    return false;
  }

  /** Whether a reason must be given. */
  public boolean isReasonNeeded() {
    return true;
  }

  /** Does it; asked only when there is no obstacle. */
  abstract Result perform(Person person, Filled form);

  /** What there is to choose from; nothing for most. */
  public List<Choice> getChoices() {
    return List.of();
  }

  /** What one chooses from, such as a revision; empty when there is nothing to choose. */
  public String getChoiceLabel() {
    return "";
  }

  /** What ticking the box means; empty when there is none. */
  public String getOption() {
    return "";
  }

  /** What one who looks at the form sees, as {@link Filled#seen} brings it back. */
  public String getSeen() {
    return "";
  }

  /** New for each form. */
  public String getOnce() {
    return UUID.randomUUID().toString();
  }

  /** One of several. */
  public record Choice(String value, String text) {
    public String getValue() {
      return value;
    }

    public String getText() {
      return text;
    }
  }

  public Job<?, ?> getJob() {
    return job;
  }

  public ModelObject getOwner() {
    return owner;
  }

  /** The page that it is done on, from Jenkins' root. */
  public String getParentUrl() {
    return parentUrl;
  }

  /** Its own page, from Jenkins' root, with a slash at its end. */
  public String getUrl() {
    return parentUrl + "act/" + getName() + "/";
  }

  /** Whether to offer it to the one who looks. */
  public boolean isOffered() {
    return job.hasPermission(permission()) && getObstacle().isEmpty();
  }

  /** For the form as for its answer. */
  @Override
  public Object getTarget() {
    job.checkPermission(permission());
    return this;
  }

  /** Does what the form says. */
  @RequirePOST
  public final HttpResponse doSubmit(
      @QueryParameter @Nullable String reason,
      @QueryParameter @Nullable String choice,
      @QueryParameter @Nullable String seen,
      @QueryParameter @Nullable String option,
      @QueryParameter @Nullable String once) {
    Filled form =
        new Filled(
            Answers.oneLine(text(reason)),
            text(choice),
            text(seen),
            text(option).equals("true"),
            text(once));
    Result result = checked(form);
    return result
        .no()
        .<HttpResponse>map(no -> new ForwardToView(new Refusal(this, no), "index"))
        .orElseGet(() -> new HttpRedirect(result.url()));
  }

  private Result checked(Filled form) {
    String obstacle = getObstacle();
    if (!obstacle.isEmpty()) {
      return Result.refused(obstacleStatus(), obstacle);
    }
    if (isReasonNeeded() && form.reason().isEmpty()) {
      return Result.refused(
          Answers.BAD_REQUEST, "Give a reason: it is recorded with who did this, and when.");
    }
    if (form.reason().length() > AuditEntry.LONGEST_REASON) {
      return Result.refused(
          Answers.BAD_REQUEST,
          "The reason is longer than " + AuditEntry.LONGEST_REASON + " characters.");
    }
    return perform(Platform.get().person(), form);
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given.strip();
  }
}
