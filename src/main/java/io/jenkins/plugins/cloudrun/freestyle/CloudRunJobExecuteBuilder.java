package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.JobSettings;
import java.time.Instant;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunJobExecute} for freestyle jobs. */
public final class CloudRunJobExecuteBuilder extends DurableBuilder<JobSettings, JobRun> {
  @DataBoundConstructor
  public CloudRunJobExecuteBuilder(JobSettings settings) {
    super(settings);
  }

  /** For the form: Jenkins reads the kind of settings off this method. */
  public JobSettings getSettings() {
    return settings();
  }

  @Override
  String kind() {
    return "j";
  }

  @Override
  Engine<JobRun> engine() {
    return Platform.get().jobRuns();
  }

  @Override
  JobRun value(
      String id, Origin origin, Instant now, AbstractBuild<?, ?> build, Expander expander) {
    return JobRun.start(id, origin, settings().toPlan(expander), now);
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Run a Cloud Run job");
    }
  }
}
