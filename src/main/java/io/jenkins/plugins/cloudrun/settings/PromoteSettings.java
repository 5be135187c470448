package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Promotion;
import io.jenkins.plugins.cloudrun.rollout.Shift;
import io.jenkins.plugins.cloudrun.rollout.port.Catalog;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunPromote} and its builder are told. */
public final class PromoteSettings extends ShiftFields {
  private static final long serialVersionUID = 1L;

  private final @Nullable String from;
  private final @Nullable String to;
  private @Nullable String digest;
  private boolean force;
  private @Nullable String reason;

  @DataBoundConstructor
  public PromoteSettings(@Nullable String service, @Nullable String from, @Nullable String to) {
    super(service);
    this.from = Given.text(from);
    this.to = Given.text(to);
    super.setTarget(to);
  }

  public @Nullable String getFrom() {
    return from;
  }

  public @Nullable String getTo() {
    return to;
  }

  /** The target is {@code to}; nothing else is to be said of it. */
  @Override
  public @Nullable String getTarget() {
    return null;
  }

  /** Refuses any other target than {@code to}. */
  @Override
  public void setTarget(@Nullable String target) {
    String other = Given.text(target);
    if (other != null && !other.equals(to)) {
      throw new InvalidValueException(
          "target is said with to: a promotion goes from one target to another one.");
    }
  }

  public @Nullable String getDigest() {
    return digest;
  }

  @DataBoundSetter
  public void setDigest(@Nullable String digest) {
    this.digest = Given.text(digest);
  }

  public boolean isForce() {
    return force;
  }

  @DataBoundSetter
  public void setForce(boolean force) {
    this.force = force;
  }

  public @Nullable String getReason() {
    return reason;
  }

  @DataBoundSetter
  public void setReason(@Nullable String reason) {
    this.reason = Given.text(reason);
  }

  /**
   * The plan that these settings ask for.
   *
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public Plan toPlan(Expander expander, PromotionCircumstances around) {
    Parameters read = new Parameters(expander);
    ServiceName service = serviceName(read);
    Target source = named("from", from, read);
    Target target = named("to", to, read);
    List<ServiceKey> sources = sources(source, service);
    PromotionTerms terms = around.terms(target.name());
    Shift shift =
        RolloutParameters.shift(
            getGates(), Plan.Traffic.ALL, getCanary(), getOnFailure(), expander);
    People people = around.people(sources);
    Optional<Approval> approved =
        PromotionApproval.of(
            terms.rules().approval(),
            Optional.ofNullable(getApproval()).map(given -> given.toApproval(expander, people)),
            people);
    return new Plan(
        projectId(read),
        regions(read),
        service,
        new Promotion(
            source.name(),
            target.name(),
            sources,
            new Account(
                source.credentialsId().or(read.defaults()::credentialsId),
                source.impersonate(),
                source.workloadIdentityProvider()),
            source.repository(),
            target.repository(),
            read.parsed("digest", digest, ImageDigest::new),
            read.targets().stream().map(Target::name).toList(),
            terms.rules(),
            target.serviceAccount(),
            read.reason("override", getOverride()).map(around::override),
            read.reason("reason", reason).orElse("")),
        new Shift(
            getGates() == null ? terms.gates() : shift.gates(),
            shift.traffic(),
            getCanary() == null ? terms.canary() : shift.canary(),
            shift.onFailure()),
        timeLimit(expander, Plan.DEFAULT_TIME_LIMIT),
        account(expander),
        RolloutParameters.policy(getConcurrent(), force, read, approved));
  }

  private static Target named(String parameter, @Nullable String given, Parameters read) {
    TargetName name = read.required(parameter, given, TargetName::new, "'staging'");
    return Place.found(name, read.targets());
  }

  private static List<ServiceKey> sources(Target source, ServiceName service) {
    ProjectId project =
        source
            .project()
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "from: the target '" + source.name() + "' names no project."));
    if (source.regions().isEmpty()) {
      throw new InvalidValueException("from: the target '" + source.name() + "' names no region.");
    }
    return source.regions().stream().map(r -> new ServiceKey(project, r, service)).toList();
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends ServiceDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run service to promote";
    }

    /** Gates that a form offers. */
    public List<GateSettings.GateDescriptor> getGatesDescriptors() {
      return GateSettings.GateDescriptor.known();
    }

    /** What the credentials of the target see that the image comes from; for who may use them. */
    @POST
    public ComboBoxModel doFillServiceItems(
        @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String from) {
      return Given.text(from) == null
          ? new ComboBoxModel()
          : Offers.names(item, FormPlace.of(from), Catalog::services);
    }

    @POST
    public ComboBoxModel doFillFromItems(@AncestorInPath @Nullable Item item) {
      return TargetChoices.names(item);
    }

    @POST
    public ComboBoxModel doFillToItems(@AncestorInPath @Nullable Item item) {
      return TargetChoices.names(item);
    }

    @POST
    public FormValidation doCheckFrom(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return TargetChoices.required(
          item, value, "Choose the target that the image comes from.", name -> {});
    }

    @POST
    public FormValidation doCheckTo(
        @AncestorInPath @Nullable Item item,
        @QueryParameter String value,
        @QueryParameter @Nullable String from) {
      return TargetChoices.required(
          item, value, "Choose the target that it goes to.", name -> another(name, from));
    }

    private static void another(TargetName to, @Nullable String from) {
      if (to.value().equals(Given.text(from))) {
        throw new InvalidValueException("A promotion goes from one target to another one.");
      }
    }

    @POST
    public FormValidation doCheckDigest(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, ImageDigest::new);
    }

    @POST
    public ListBoxModel doFillOnFailureItems() {
      return choices("Roll back", "rollback", "Keep everything as it is", "keep");
    }
  }
}
