package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunDeploy} and its builder are told. */
public final class DeploySettings extends ContainerFields {
  private static final long serialVersionUID = 1L;

  private final @Nullable String service;
  private @Nullable Integer concurrency;
  private @Nullable String timeout;
  private @Nullable Integer minInstances;
  private @Nullable Integer maxInstances;
  private @Nullable Integer port;
  private @Nullable Boolean allowUnauthenticated;
  private @Nullable List<GateSettings> gates;
  private @Nullable String traffic;
  private @Nullable List<CanaryStepSettings> canary;
  private @Nullable String onFailure;

  @DataBoundConstructor
  public DeploySettings(@Nullable String service) {
    this.service = Given.text(service);
  }

  public @Nullable String getService() {
    return service;
  }

  public @Nullable Integer getConcurrency() {
    return concurrency;
  }

  @DataBoundSetter
  public void setConcurrency(@Nullable Integer concurrency) {
    this.concurrency = concurrency;
  }

  public @Nullable String getTimeout() {
    return timeout;
  }

  @DataBoundSetter
  public void setTimeout(@Nullable String timeout) {
    this.timeout = Given.text(timeout);
  }

  public @Nullable Integer getMinInstances() {
    return minInstances;
  }

  @DataBoundSetter
  public void setMinInstances(@Nullable Integer minInstances) {
    this.minInstances = minInstances;
  }

  public @Nullable Integer getMaxInstances() {
    return maxInstances;
  }

  @DataBoundSetter
  public void setMaxInstances(@Nullable Integer maxInstances) {
    this.maxInstances = maxInstances;
  }

  public @Nullable Integer getPort() {
    return port;
  }

  @DataBoundSetter
  public void setPort(@Nullable Integer port) {
    this.port = port;
  }

  public @Nullable Boolean getAllowUnauthenticated() {
    return allowUnauthenticated;
  }

  @DataBoundSetter
  public void setAllowUnauthenticated(@Nullable Boolean allowUnauthenticated) {
    this.allowUnauthenticated = allowUnauthenticated;
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

  public @Nullable String getOnFailure() {
    return onFailure;
  }

  @DataBoundSetter
  public void setOnFailure(@Nullable String onFailure) {
    this.onFailure = Given.text(onFailure, Parameters.spelled(Plan.OnFailure.ROLLBACK));
  }

  @Override
  public String subject() {
    return service == null ? "" : service;
  }

  /**
   * The plan that these settings ask for.
   *
   * @param built finds the commit that an image was made from, when this build made it
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public Plan toPlan(Expander expander, Commits built) {
    Parameters read = new Parameters(expander);
    ServiceName name = read.required("service", service, ServiceName::new, "'shop'");
    ImageReference image =
        imageReference(read)
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "image is missing: name it, such as"
                            + " 'europe-docker.pkg.dev/my-project/apps/shop:1.4' or built.ref."));
    List<Gate> checks = new ArrayList<>();
    for (GateSettings gate : gates == null ? List.<GateSettings>of() : gates) {
      checks.add(gate.toGate(expander));
    }
    List<CanaryStep> steps = new ArrayList<>();
    for (CanaryStepSettings step : canary == null ? List.<CanaryStepSettings>of() : canary) {
      steps.add(step.toStep(expander));
    }
    return new Plan(
        projectId(read),
        List.of(regionId(read)),
        name,
        image,
        commit(image, built),
        revision(read),
        Optional.ofNullable(allowUnauthenticated),
        checks,
        read.choice("traffic", traffic, Plan.Traffic.values(), Plan.Traffic.ALL),
        steps,
        read.choice("onFailure", onFailure, Plan.OnFailure.values(), Plan.OnFailure.ROLLBACK),
        timeLimit(expander, Plan.DEFAULT_TIME_LIMIT),
        account(expander));
  }

  /** The commit is known when the tag is one, or when this build made the image. */
  private static Optional<CommitSha> commit(ImageReference image, Commits built) {
    return image
        .tag()
        .filter(tag -> tag.matches("[0-9a-f]{40}|[0-9a-f]{64}"))
        .map(CommitSha::new)
        .or(() -> built.of(image));
  }

  private RevisionSettings revision(Parameters read) {
    return new RevisionSettings(
        container(read, read.number(port)),
        read.number(concurrency),
        read.duration("timeout", timeout),
        read.number(minInstances),
        read.number(maxInstances),
        serviceAccountEmail(read),
        labelMap(read));
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends ContainerDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run service";
    }

    /** Gates that a form offers. */
    public List<GateSettings.GateDescriptor> getGatesDescriptors() {
      return GateSettings.GateDescriptor.known();
    }

    @POST
    public FormValidation doCheckService(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(item, value, "service is missing.", ServiceName::new);
    }

    @POST
    public FormValidation doCheckConcurrency(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe(s -> s.setConcurrency(n)));
    }

    @POST
    public FormValidation doCheckTimeout(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe(s -> s.setTimeout(text)));
    }

    @POST
    public FormValidation doCheckMinInstances(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe(s -> s.setMinInstances(n)));
    }

    @POST
    public FormValidation doCheckMaxInstances(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe(s -> s.setMaxInstances(n)));
    }

    @POST
    public FormValidation doCheckPort(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe(s -> s.setPort(n)));
    }

    @POST
    public ListBoxModel doFillAllowUnauthenticatedItems() {
      return choices(
          "Leave as it is",
          "",
          "Yes: anyone may call it",
          "true",
          "No: a token is needed",
          "false");
    }

    @POST
    public ListBoxModel doFillTrafficItems() {
      return choices("All, over the canary steps", "all", "None: deploy and tag only", "none");
    }

    @POST
    public ListBoxModel doFillOnFailureItems() {
      return choices("Roll back", "rollback", "Keep everything as it is", "keep");
    }

    /** Converts settings in which only one field is given: the conversion does the checking. */
    private static void probe(Consumer<DeploySettings> field) {
      DeploySettings settings = new DeploySettings("probe");
      field.accept(settings);
      settings.revision(new Parameters(Expander.NONE));
    }
  }
}
