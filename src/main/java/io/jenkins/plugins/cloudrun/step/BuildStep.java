package io.jenkins.plugins.cloudrun.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunBuild}: build an image, push it, tagged with the commit. */
public final class BuildStep extends Step {
  private final BuildSettings settings;

  @DataBoundConstructor
  public BuildStep(BuildSettings settings) {
    this.settings = settings;
  }

  public BuildSettings getSettings() {
    return settings;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new BuildExecution(settings, context);
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends SettingsStepDescriptor {
    public DescriptorImpl() {
      super(
          "cloudRunBuild",
          "Build an image for Cloud Run",
          BuildSettings.class,
          "image",
          Set.of(Run.class, TaskListener.class, FilePath.class, EnvVars.class));
    }
  }
}
