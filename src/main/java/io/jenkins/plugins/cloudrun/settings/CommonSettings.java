package io.jenkins.plugins.cloudrun.settings;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
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

  private @Nullable String target;
  private @Nullable String project;
  private @Nullable String region;
  private @Nullable String credentialsId;
  private @Nullable String impersonate;
  private @Nullable String workloadIdentityProvider;
  private @Nullable String timeLimit;
  // True when a failure is to be returned instead of thrown: missing in old data means no.
  private boolean failureReturned;

  public @Nullable String getTarget() {
    return target;
  }

  @DataBoundSetter
  public void setTarget(@Nullable String target) {
    this.target = Given.text(target);
  }

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

  public @Nullable String getWorkloadIdentityProvider() {
    return workloadIdentityProvider;
  }

  @DataBoundSetter
  public void setWorkloadIdentityProvider(@Nullable String workloadIdentityProvider) {
    this.workloadIdentityProvider = Given.text(workloadIdentityProvider);
  }

  public @Nullable String getTimeLimit() {
    return timeLimit;
  }

  @DataBoundSetter
  public void setTimeLimit(@Nullable String timeLimit) {
    this.timeLimit = Given.text(timeLimit);
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

  /**
   * The name of the target that was given, for what remembers where it came from.
   *
   * @throws InvalidValueException if there is no such target
   */
  public final Optional<TargetName> targetName(Expander expander) {
    return place(new Parameters(expander)).target().map(Target::name);
  }

  /**
   * Whom to act as. A target's provider is not mixed with a credential that was given here; whom to
   * impersonate is decided by itself.
   */
  public final Account account(Expander expander) {
    Parameters read = new Parameters(expander);
    Place place = place(read);
    Optional<String> own = read.text(credentialsId);
    Optional<Target> from = own.isPresent() ? Optional.empty() : place.target();
    return new Account(
        own.or(() -> from.flatMap(Target::credentialsId)).or(place.defaults()::credentialsId),
        read.parsed("impersonate", impersonate, CommonSettings::serviceAccount)
            .or(() -> place.target().flatMap(Target::impersonate)),
        read.parsed(
                "workloadIdentityProvider", workloadIdentityProvider, WorkloadIdentityProvider::new)
            .or(() -> from.flatMap(Target::workloadIdentityProvider)));
  }

  /** How long everything together may take. */
  public final Duration timeLimit(Expander expander, Duration byDefault) {
    Parameters read = new Parameters(expander);
    Duration limit =
        read.duration("timeLimit", timeLimit).or(read.defaults()::timeLimit).orElse(byDefault);
    if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("timeLimit must be at least 1s.");
    }
    return limit;
  }

  /** What these settings stand on where they say nothing themselves. */
  final Place place(Parameters read) {
    return Place.of(target, read);
  }

  /** The project that was given, or that the target or the defaults say. */
  public final Optional<ProjectId> project(Expander expander) {
    return knownProject(new Parameters(expander));
  }

  final Optional<ProjectId> knownProject(Parameters read) {
    Place place = place(read);
    return read.parsed("project", project, ProjectId::new)
        .or(() -> place.target().flatMap(Target::project))
        .or(place.defaults()::project);
  }

  final ProjectId projectId(Parameters read) {
    return knownProject(read)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "project is missing: name it, such as 'my-project'"
                        + place(read).hint("project")
                        + "."));
  }

  /** The regions in which to act, in their order; those of the target as a whole, or one. */
  final List<Region> knownRegions(Parameters read) {
    Place place = place(read);
    Optional<Region> one = read.parsed("region", region, Region::new);
    List<Region> targets = place.target().map(Target::regions).orElse(List.of());
    return one.isPresent() || targets.isEmpty()
        ? one.or(place.defaults()::region).stream().toList()
        : targets;
  }

  /** The one region, for what cannot be in several. */
  final Region regionId(Parameters read) {
    List<Region> regions = knownRegions(read);
    if (regions.size() > 1) {
      throw new InvalidValueException(
          "region is missing: the target '"
              + place(read).target().map(Target::name).orElseThrow()
              + "' has several, and this is in one alone. Name one of "
              + regions
              + ".");
    }
    return regions.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "region is missing: name it, such as 'europe-west1'"
                        + place(read).hint("region")
                        + "."));
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
