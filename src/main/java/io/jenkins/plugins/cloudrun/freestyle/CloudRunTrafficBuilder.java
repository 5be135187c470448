package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import io.jenkins.plugins.cloudrun.front.BuildPeople;
import io.jenkins.plugins.cloudrun.release.BuildPromotion;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.TrafficSettings;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunTraffic} for freestyle jobs. */
public final class CloudRunTrafficBuilder extends RolloutBuilder<TrafficSettings> {
  @DataBoundConstructor
  public CloudRunTrafficBuilder(TrafficSettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public TrafficSettings getSettings() {
    return settings();
  }

  @Override
  String kind() {
    return "t";
  }

  @Override
  Plan toPlan(AbstractBuild<?, ?> build, Expander expander) {
    return settings().toPlan(expander, BuildPeople.of(build), new BuildPromotion(build));
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Shift traffic to a Cloud Run revision");
    }
  }
}
