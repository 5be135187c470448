package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import io.jenkins.plugins.cloudrun.front.BuildCommits;
import io.jenkins.plugins.cloudrun.front.BuildPeople;
import io.jenkins.plugins.cloudrun.release.BuildPromotion;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunDeploy} for freestyle jobs. */
public final class CloudRunDeployBuilder extends RolloutBuilder<DeploySettings> {
  @DataBoundConstructor
  public CloudRunDeployBuilder(DeploySettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public DeploySettings getSettings() {
    return settings();
  }

  @Override
  String kind() {
    return "d";
  }

  @Override
  Plan toPlan(AbstractBuild<?, ?> build, Expander expander) {
    return settings()
        .toPlan(expander, BuildCommits.of(build), BuildPeople.of(build), new BuildPromotion(build));
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Deploy to Cloud Run");
    }
  }
}
