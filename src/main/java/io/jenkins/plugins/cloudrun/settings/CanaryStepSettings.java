package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A stop on the way to all traffic: {@code [percent: 5, bake: '10m']}. */
public final class CanaryStepSettings extends AbstractDescribableImpl<CanaryStepSettings>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int percent;
  private @Nullable String bake;

  @DataBoundConstructor
  public CanaryStepSettings(int percent) {
    this.percent = percent;
  }

  public int getPercent() {
    return percent;
  }

  public @Nullable String getBake() {
    return bake;
  }

  @DataBoundSetter
  public void setBake(@Nullable String bake) {
    this.bake = Given.text(bake, "0s");
  }

  /** The step that these settings ask for; without a bake time the gates are asked at once. */
  CanaryStep toStep(Expander expander) {
    return new CanaryStep(
        new Percent(percent),
        new Parameters(expander).duration("canary.bake", bake).orElse(Duration.ZERO));
  }

  /** What Jenkins knows of a canary step. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<CanaryStepSettings> {
    @Override
    public String getDisplayName() {
      return "Canary step";
    }

    @POST
    public FormValidation doCheckPercent(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> new CanaryStepSettings(n).toStep(Expander.NONE));
    }

    @POST
    public FormValidation doCheckBake(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      FormValidation checked =
          FormCheck.optional(
              item,
              value,
              text -> {
                CanaryStepSettings settings = new CanaryStepSettings(1);
                settings.setBake(text);
                settings.toStep(Expander.NONE);
              });
      return FormCheck.warned(item, value, checked, Oddities::bake);
    }
  }
}
