package io.jenkins.plugins.cloudrun.step;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.JobStory;
import io.jenkins.plugins.cloudrun.job.JobPlanJson;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.JobSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunJobExecute}: run a job to completion. */
public final class JobExecuteStep extends Step {
  private final JobSettings settings;

  @DataBoundConstructor
  public JobExecuteStep(JobSettings settings) {
    this.settings = settings;
  }

  public JobSettings getSettings() {
    return settings;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(settings, context);
  }

  /** Looks on while the engine follows the job's execution. */
  static final class Execution extends DurableStepExecution<JobRun> {
    private static final long serialVersionUID = 1L;

    /** Needed for the start alone: from then on there is the plan. */
    private final transient JobSettings settings;

    Execution(JobSettings settings, StepContext context) {
      super(context, settings);
      this.settings = settings;
    }

    @Override
    String kind() {
      return "j";
    }

    @Override
    Optional<TargetName> target(Expander expander) {
      return settings.targetName(expander);
    }

    @Override
    String plan(Run<?, ?> run, Expander expander) {
      return JobPlanJson.write(settings.toPlan(expander));
    }

    @Override
    JobRun value(String id, Origin origin, String plan, Instant now) {
      return JobRun.start(id, origin, JobPlanJson.read(plan), now);
    }

    @Override
    void opening(Run<?, ?> run, String id, String plan, TaskListener log) throws IOException {
      JobStory.open(JobPlanJson.read(plan), log);
    }

    @Override
    Map<String, String> links(JobRun value, Entry entry) {
      return JobStory.links(value);
    }

    @Override
    Engine<JobRun> engine() {
      return Platform.get().jobRuns();
    }
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends SettingsStepDescriptor {
    public DescriptorImpl() {
      super(
          "cloudRunJobExecute",
          "Run a Cloud Run job",
          JobSettings.class,
          "job",
          Set.of(Run.class, TaskListener.class, FlowNode.class));
    }
  }
}
