package io.jenkins.plugins.cloudrun.settings;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The parameters that every step and builder has: where, as whom, for how long. A field that is
 * null was not given.
 */
public abstract class CommonSettings extends AbstractDescribableImpl<CommonSettings>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a form shows, and what is left out: the steps' own default. */
  static final String DEFAULT_TIME_LIMIT = "1h";

  private @Nullable String project;
  private @Nullable String region;
  private @Nullable String credentialsId;
  private @Nullable String impersonate;
  private @Nullable String timeLimit;
  // True when a failure is to be returned instead of thrown: missing in old data means no.
  private boolean failureReturned;

  public @Nullable String getProject() {
    return project;
  }

  @DataBoundSetter
  public void setProject(@Nullable String project) {
    this.project = Given.text(project);
  }

  public @Nullable String getRegion() {
    return region;
  }

  @DataBoundSetter
  public void setRegion(@Nullable String region) {
    this.region = Given.text(region);
  }

  public @Nullable String getCredentialsId() {
    return credentialsId;
  }

  @DataBoundSetter
  public void setCredentialsId(@Nullable String credentialsId) {
    this.credentialsId = Given.text(credentialsId);
  }

  public @Nullable String getImpersonate() {
    return impersonate;
  }

  @DataBoundSetter
  public void setImpersonate(@Nullable String impersonate) {
    this.impersonate = Given.text(impersonate);
  }

  public @Nullable String getTimeLimit() {
    return timeLimit;
  }

  @DataBoundSetter
  public void setTimeLimit(@Nullable String timeLimit) {
    this.timeLimit = Given.text(timeLimit, DEFAULT_TIME_LIMIT);
  }

  public boolean isFailBuild() {
    return !failureReturned;
  }

  @DataBoundSetter
  public void setFailBuild(boolean failBuild) {
    this.failureReturned = !failBuild;
  }

  /**
   * What the step acts on, for logs and lists of steps: the service, the job or the image; never a
   * secret.
   */
  public abstract String subject();

  /**
   * Takes the lists that a form shows as lines of a text area.
   *
   * @param form the lines of a field by its name, if it is in the form
   */
  void bindLines(Function<String, Optional<List<String>>> form) {}

  /** Whom to act as. */
  public final Account account(Expander expander) {
    Parameters read = new Parameters(expander);
    return new Account(
        read.text(credentialsId),
        read.parsed("impersonate", impersonate, CommonSettings::serviceAccount));
  }

  /** How long everything together may take. */
  public final Duration timeLimit(Expander expander, Duration byDefault) {
    Duration limit = new Parameters(expander).duration("timeLimit", timeLimit).orElse(byDefault);
    if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("timeLimit must be at least 1s.");
    }
    return limit;
  }

  final ProjectId projectId(Parameters read) {
    return read.required("project", project, ProjectId::new, "'my-project'");
  }

  final Region regionId(Parameters read) {
    return read.required("region", region, Region::new, "'europe-west1'");
  }

  /**
   * {@code text}, if it is a service account's e-mail address, or its unique id, which Google takes
   * too.
   *
   * @throws InvalidValueException saying what is expected
   */
  public static String serviceAccount(String text) {
    return new ServiceAccount(text).value();
  }
}
