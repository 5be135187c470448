package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.BuiltImages;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.time.Instant;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunDeploy} for freestyle jobs. */
public final class CloudRunDeployBuilder extends DurableBuilder<DeploySettings, Rollout> {
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
  Engine<Rollout> engine() {
    return Platform.get().rollouts();
  }

  @Override
  Rollout value(
      String id, Origin origin, Instant now, AbstractBuild<?, ?> build, Expander expander) {
    return Rollout.start(id, origin, settings().toPlan(expander, BuiltImages.of(build)), now);
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Deploy to Cloud Run");
    }
  }
}
