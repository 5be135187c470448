package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.front.ReturnValue;
import io.jenkins.plugins.cloudrun.front.TargetCheck;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.settings.CheckSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunCheck}: what the credentials may do at a target. */
public final class CheckStep extends Step {
  private final CheckSettings settings;

  @DataBoundConstructor
  public CheckStep(CheckSettings settings) {
    this.settings = settings;
  }

  public CheckSettings getSettings() {
    return settings;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(settings, context);
  }

  /** Asks in the background; after a restart it asks again, as nothing is changed by it. */
  static final class Execution extends BackgroundStepExecution {
    private static final long serialVersionUID = 1L;

    private final CheckSettings settings;

    Execution(CheckSettings settings, StepContext context) {
      super(context);
      this.settings = settings;
    }

    @Override
    public boolean start() throws AbortException, IOException, InterruptedException {
      try {
        Duration limit =
            settings.timeLimit(
                Expander.NONE.in(getContext().get(Run.class).getParent()), TargetCheck.LIMIT);
        later(limit, () -> fail(new AbortException(TargetCheck.TOO_LONG)));
      } catch (InvalidValueException e) {
        throw new AbortException(e.getMessage());
      }
      inBackground(this::ask);
      return false;
    }

    @Override
    public void onResume() {
      inBackground(this::ask);
    }

    @Override
    public void stop(Throwable cause) {
      fail(cause);
    }

    private void ask() throws Exception {
      Run<?, ?> run = getContext().get(Run.class);
      Report report;
      try {
        report = TargetCheck.run(settings, Expander.NONE.in(run.getParent()), run, this::log);
      } catch (InvalidValueException e) {
        throw new AbortException(e.getMessage());
      }
      if (!report.ok() && settings.isFailBuild()) {
        throw new AbortException(report.summary());
      }
      if (end()) {
        getContext().onSuccess(ReturnValue.of(report.result()));
      }
    }
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends SettingsStepDescriptor {
    public DescriptorImpl() {
      super(
          "cloudRunCheck",
          "Check what the credentials may do on Cloud Run",
          CheckSettings.class,
          "target",
          Set.of(Run.class, TaskListener.class));
    }
  }
}
