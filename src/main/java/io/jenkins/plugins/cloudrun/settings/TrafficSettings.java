package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Goal;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunTraffic} and its builder are told. */
public final class TrafficSettings extends ShiftFields {
  private static final long serialVersionUID = 1L;

  private @Nullable String revision;

  @DataBoundConstructor
  public TrafficSettings(@Nullable String service) {
    super(service);
  }

  public @Nullable String getRevision() {
    return revision;
  }

  @DataBoundSetter
  public void setRevision(@Nullable String revision) {
    this.revision = Given.text(revision);
  }

  /**
   * The plan that these settings ask for.
   *
   * @param people who stands behind the build
   * @param around what the target asks
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public Plan toPlan(Expander expander, People people, TargetCircumstances around) {
    Parameters read = new Parameters(expander);
    return new Plan(
        projectId(read),
        regions(read),
        serviceName(read),
        new Goal.Existing(
            read.required("revision", revision, RevisionName::new, "deployed.revision")),
        RolloutParameters.shift(
            getGates(), Plan.Traffic.ALL, getCanary(), getOnFailure(), expander),
        timeLimit(expander, Plan.DEFAULT_TIME_LIMIT),
        account(expander),
        RolloutParameters.admitted(
            RolloutParameters.policy(
                getConcurrent(),
                false,
                read,
                RolloutParameters.approval(getApproval(), null, expander, people)),
            targetName(expander),
            read.reason("override", getOverride()),
            people,
            around));
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends PlacedDescriptor {
    @Override
    public String getDisplayName() {
      return "Traffic of a Cloud Run service";
    }

    /** Gates that a form offers. */
    public List<GateSettings.GateDescriptor> getGatesDescriptors() {
      return GateSettings.GateDescriptor.known();
    }

    /** The service's revisions; for who may use the credentials. */
    @POST
    public ComboBoxModel doFillRevisionItems(
        @AncestorInPath @Nullable Item item,
        FormPlace place,
        @QueryParameter @Nullable String service) {
      return Offers.revisions(item, place, service);
    }

    @POST
    public FormValidation doCheckRevision(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(
          item, value, "Name the revision, such as shop-00042-abc.", RevisionName::new);
    }

    @POST
    public FormValidation doCheckOnFailure(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.warned(item, value, FormValidation.ok(), Oddities::onFailure);
    }

    @POST
    public ListBoxModel doFillOnFailureItems() {
      return choices("Roll back", "rollback", "Keep everything as it is", "keep");
    }
  }
}
