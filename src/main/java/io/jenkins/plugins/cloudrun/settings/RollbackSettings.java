package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Goal;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Shift;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What {@code cloudRunRollback} and its builder are told. */
public final class RollbackSettings extends ServiceFields {
  private static final long serialVersionUID = 1L;

  /** The last revision proven healthy besides the one that serves. */
  private static final String PREVIOUS = "previous";

  private @Nullable String to;

  @DataBoundConstructor
  public RollbackSettings(@Nullable String service) {
    super(service);
  }

  public @Nullable String getTo() {
    return to;
  }

  @DataBoundSetter
  public void setTo(@Nullable String to) {
    this.to = Given.text(to, PREVIOUS);
  }

  /**
   * The plan that these settings ask for.
   *
   * @throws InvalidValueException naming the parameter that is missing or refused
   */
  public Plan toPlan(Expander expander) {
    Parameters read = new Parameters(expander);
    Optional<RevisionName> named =
        read.text(to).filter(text -> !text.equals(PREVIOUS)).isPresent()
            ? read.parsed("to", to, RevisionName::new)
            : Optional.empty();
    return new Plan(
        projectId(read),
        regions(read),
        serviceName(read),
        Goal.back(named),
        Shift.AT_ONCE,
        timeLimit(expander, Plan.DEFAULT_TIME_LIMIT),
        account(expander),
        RolloutParameters.policy(getConcurrent(), false, read, Optional.empty()));
  }

  /** What Jenkins knows of these settings. */
  @Extension
  public static final class DescriptorImpl extends PlacedDescriptor {
    @Override
    public String getDisplayName() {
      return "Cloud Run service to roll back";
    }

    /** The service's revisions; for who may use the credentials. */
    @POST
    public ComboBoxModel doFillToItems(
        @AncestorInPath @Nullable Item item,
        FormPlace place,
        @QueryParameter @Nullable String service) {
      ComboBoxModel choices = new ComboBoxModel(PREVIOUS);
      choices.addAll(Offers.revisions(item, place, service));
      return choices;
    }

    @POST
    public FormValidation doCheckTo(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, RevisionName::new);
    }
  }
}
