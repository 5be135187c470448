package io.jenkins.plugins.cloudrun.freestyle;

import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.JobStory;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.JobSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
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

  @Override
  Story<JobRun> story(AbstractBuild<?, ?> build, JobRun value, BuildListener log) {
    return new Story<>() {
      @Override
      public void open() throws IOException {
        JobStory.open(value.plan(), log);
      }

      @Override
      public Map<String, String> links(JobRun now, Entry entry) {
        return JobStory.links(now);
      }
    };
  }

  /** What Jenkins knows of the builder. */
  @Extension
  public static final class DescriptorImpl extends SettingsBuilderDescriptor {
    public DescriptorImpl() {
      super("Run a Cloud Run job");
    }
  }
}
