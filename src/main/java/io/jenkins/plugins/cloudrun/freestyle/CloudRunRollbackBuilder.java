package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.RollbackSettings;
import java.time.Instant;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunRollback} for freestyle jobs. */
public final class CloudRunRollbackBuilder extends DurableBuilder<RollbackSettings, Rollout> {
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
  Engine<Rollout> engine() {
    return Platform.get().rollouts();
  }

  @Override
  Rollout value(
      String id, Origin origin, Instant now, AbstractBuild<?, ?> build, Expander expander) {
    return Rollout.start(id, origin, settings().toPlan(expander), now);
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Roll a Cloud Run service back");
    }
  }
}
