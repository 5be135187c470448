package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.RelativePath;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.Goal;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunDeploy} and its builder are told. */
public final class DeploySettings extends RevisionFields {
  private static final long serialVersionUID = 1L;

  private final @Nullable String service;
  private @Nullable List<GateSettings> gates;
  private @Nullable String traffic;
  private @Nullable List<CanaryStepSettings> canary;
  private @Nullable ApprovalSettings approval;
  private @Nullable String onFailure;
  private @Nullable String concurrent;
  private @Nullable List<String> regions;
  private boolean force;
  private @Nullable String override;

  @DataBoundConstructor
  public DeploySettings(@Nullable String service) {
    this.service = Given.text(service);
  }

  public @Nullable String getService() {
    return service;
  }

  public @Nullable List<GateSettings> getGates() {
    return gates;
  }

  @DataBoundSetter
  public void setGates(@Nullable List<GateSettings> gates) {
    this.gates = Given.list(gates);
  }

  public @Nullable String getTraffic() {
    return traffic;
  }

  @DataBoundSetter
  public void setTraffic(@Nullable String traffic) {
    this.traffic = Given.text(traffic, Parameters.spelled(Plan.Traffic.ALL));
  }

  public @Nullable List<CanaryStepSettings> getCanary() {
    return canary;
  }

  @DataBoundSetter
  public void setCanary(@Nullable List<CanaryStepSettings> canary) {
    this.canary = Given.list(canary);
  }

  public @Nullable ApprovalSettings getApproval() {
    return approval;
  }

  @DataBoundSetter
  public void setApproval(@Nullable ApprovalSettings approval) {
    this.approval = approval;
  }

  public @Nullable String getOnFailure() {
    return onFailure;
  }

  @DataBoundSetter
  public void setOnFailure(@Nullable String onFailure) {
    this.onFailure = Given.text(onFailure, Parameters.spelled(Plan.OnFailure.ROLLBACK));
  }

  public @Nullable String getConcurrent() {
    return concurrent;
  }

  @DataBoundSetter
  public void setConcurrent(@Nullable String concurrent) {
    this.concurrent = Given.text(concurrent, Parameters.spelled(Concurrent.WAIT));
  }

  public boolean isForce() {
    return force;
  }

  @DataBoundSetter
  public void setForce(boolean force) {
    this.force = force;
  }

  public @Nullable String getOverride() {
    return override;
  }

  @DataBoundSetter
  public void setOverride(@Nullable String override) {
    this.override = Given.text(override);
  }

  public @Nullable List<String> getRegions() {
    return regions;
  }

  @DataBoundSetter
  public void setRegions(@Nullable List<String> regions) {
    this.regions = Given.list(regions);
  }

  /** For the form: one line each. */
  public @Nullable String getRegionsText() {
    return Given.lines(regions);
  }

  @Override
  void bindLines(Function<String, Optional<List<String>>> form) {
    super.bindLines(form);
    form.apply("regions").ifPresent(this::setRegions);
  }

  @Override
  public String subject() {
    return service == null ? "" : service;
  }

  /**
   * The plan that these settings ask for.
   *
   * @param built finds the commit that an image was made from, when this build made it, and where
   *     people look at it
   * @param people who stands behind the build
   * @param around what the target asks
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public Plan toPlan(Expander expander, Commits built, People people, TargetCircumstances around) {
    Parameters read = new Parameters(expander);
    Plan.Traffic shifted = read.choice("traffic", traffic, Plan.Traffic.values(), Plan.Traffic.ALL);
    ServiceName name = read.required("service", service, ServiceName::new, "'shop'");
    ImageReference image =
        imageReference(read)
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "image is missing: name it, such as"
                            + " 'europe-docker.pkg.dev/my-project/apps/shop:1.4' or built.ref."));
    return new Plan(
        projectId(read),
        RolloutParameters.regions(this, regions, read),
        name,
        new Goal.Made(image, commit(image, built), revision(read), everyone()),
        RolloutParameters.shift(gates, shifted, canary, onFailure, expander),
        timeLimit(expander, Plan.DEFAULT_TIME_LIMIT),
        account(expander),
        RolloutParameters.admitted(
            RolloutParameters.policy(
                concurrent,
                force,
                read,
                RolloutParameters.approval(approval, traffic, expander, people)),
            targetName(expander),
            read.reason("override", override),
            people,
            around));
  }

  /** The commit is known when the tag is one, or when this build made the image. */
  private static Optional<Commit> commit(ImageReference image, Commits built) {
    return image
        .tag()
        .filter(tag -> tag.matches("[0-9a-f]{40}|[0-9a-f]{64}"))
        .map(CommitSha::new)
        .or(() -> built.of(image))
        .map(sha -> new Commit(sha, built.page(sha)));
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends RevisionDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run service";
    }

    /** Gates that a form offers. */
    public List<GateSettings.GateDescriptor> getGatesDescriptors() {
      return GateSettings.GateDescriptor.known();
    }

    /** What the chosen credentials see; for who may use them. */
    @POST
    public ComboBoxModel doFillServiceItems(@AncestorInPath @Nullable Item item, FormPlace place) {
      return Offers.names(item, place, Catalog::services);
    }

    @POST
    public FormValidation doCheckService(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(item, value, "Name the service, such as shop.", ServiceName::new);
    }

    @Override
    @POST
    public FormValidation doCheckImage(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return Given.text(value) == null
          ? FormCheck.required(
              item,
              value,
              "Name the image, such as europe-docker.pkg.dev/my-project/apps/shop:1.4.",
              text -> {})
          : super.doCheckImage(item, value);
    }

    /**
     * @param percent of the first canary step
     * @param interval of the first gate
     */
    @POST
    public FormValidation doCheckTraffic(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @RelativePath("canary") @QueryParameter @Nullable String percent,
        @RelativePath("gates") @QueryParameter @Nullable String interval) {
      return RolloutParameters.trafficCheck(item, value, percent, interval);
    }

    @POST
    public FormValidation doCheckOnFailure(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.warned(item, value, FormValidation.ok(), Oddities::onFailure);
    }

    @POST
    public FormValidation doCheckForce(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.warned(item, value, FormValidation.ok(), Oddities::force);
    }

    @POST
    public ListBoxModel doFillTrafficItems() {
      return choices("All, over the canary steps", "all", "None: deploy and tag only", "none");
    }

    @POST
    public ListBoxModel doFillOnFailureItems() {
      return choices("Roll back", "rollback", "Keep everything as it is", "keep");
    }

    @POST
    public ListBoxModel doFillConcurrentItems() {
      return RolloutParameters.concurrentChoices();
    }

    @POST
    public FormValidation doCheckRegions(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @QueryParameter @Nullable String region) {
      return RolloutParameters.regionsCheck(item, value, region);
    }
  }
}
