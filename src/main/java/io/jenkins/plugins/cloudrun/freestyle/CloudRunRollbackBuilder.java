package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.RollbackSettings;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunRollback} for freestyle jobs. */
public final class CloudRunRollbackBuilder extends RolloutBuilder<RollbackSettings> {
  @DataBoundConstructor
  public CloudRunRollbackBuilder(RollbackSettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public RollbackSettings getSettings() {
    return settings();
  }

  @Override
  String kind() {
    return "b";
  }

  @Override
  Plan toPlan(AbstractBuild<?, ?> build, Expander expander) {
    return settings().toPlan(expander);
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Roll a Cloud Run service back");
    }
  }
}
