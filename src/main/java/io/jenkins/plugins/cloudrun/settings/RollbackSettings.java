package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunRollback} and its builder are told. */
public final class RollbackSettings extends CommonSettings {
  private static final long serialVersionUID = 1L;

  /** The last revision proven healthy besides the one that serves. */
  private static final String PREVIOUS = "previous";

  private final @Nullable String service;
  private @Nullable String to;
  private @Nullable String concurrent;

  @DataBoundConstructor
  public RollbackSettings(@Nullable String service) {
    this.service = Given.text(service);
  }

  public @Nullable String getService() {
    return service;
  }

  public @Nullable String getTo() {
    return to;
  }

  @DataBoundSetter
  public void setTo(@Nullable String to) {
    this.to = Given.text(to, PREVIOUS);
  }

  public @Nullable String getConcurrent() {
    return concurrent;
  }

  @DataBoundSetter
  public void setConcurrent(@Nullable String concurrent) {
    this.concurrent = Given.text(concurrent, Parameters.spelled(Concurrent.WAIT));
  }

  @Override
  public String subject() {
    return service == null ? "" : service;
  }

  /**
   * The plan that these settings ask for.
   *
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public Plan toPlan(Expander expander) {
    Parameters read = new Parameters(expander);
    ServiceName name = read.required("service", service, ServiceName::new, "'shop'");
    Optional<RevisionName> named =
        read.text(to).filter(text -> !text.equals(PREVIOUS)).isPresent()
            ? read.parsed("to", to, RevisionName::new)
            : Optional.empty();
    return new Plan(
        projectId(read),
        List.of(regionId(read)),
        name,
        Optional.empty(),
        Optional.empty(),
        RevisionSettings.UNCHANGED,
        Optional.empty(),
        List.of(),
        Plan.Traffic.ALL,
        List.of(),
        Plan.OnFailure.ROLLBACK,
        timeLimit(expander, Plan.DEFAULT_TIME_LIMIT),
        account(expander),
        RolloutParameters.policy(concurrent, false, read),
        named,
        named.isEmpty());
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends SettingsDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run service to roll back";
    }

    @POST
    public FormValidation doCheckService(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(item, value, "service is missing.", ServiceName::new);
    }

    @POST
    public FormValidation doCheckTo(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, RevisionName::new);
    }

    @POST
    public ListBoxModel doFillConcurrentItems() {
      return RolloutParameters.concurrentChoices();
    }
  }
}
