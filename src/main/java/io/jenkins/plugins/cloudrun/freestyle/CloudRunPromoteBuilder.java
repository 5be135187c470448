package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import io.jenkins.plugins.cloudrun.release.BuildPromotion;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.PromoteSettings;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunPromote} for freestyle jobs. */
public final class CloudRunPromoteBuilder extends RolloutBuilder<PromoteSettings> {
  @DataBoundConstructor
  public CloudRunPromoteBuilder(PromoteSettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public PromoteSettings getSettings() {
    return settings();
  }

  @Override
  String kind() {
    return "p";
  }

  @Override
  Plan toPlan(AbstractBuild<?, ?> build, Expander expander) {
    return settings().toPlan(expander, new BuildPromotion(build));
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Promote a Cloud Run service from one target to another");
    }
  }
}
