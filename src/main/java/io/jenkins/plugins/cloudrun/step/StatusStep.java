package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.front.ReturnValue;
import io.jenkins.plugins.cloudrun.front.StatusLook;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.StatusSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunStatus}: what runs where. */
public final class StatusStep extends Step {
  private final StatusSettings settings;

  @DataBoundConstructor
  public StatusStep(StatusSettings settings) {
    this.settings = settings;
  }

  public StatusSettings getSettings() {
    return settings;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(settings, context);
  }

  /** Looks in the background; after a restart it looks again, as nothing is changed by it. */
  static final class Execution extends BackgroundStepExecution {
    private static final long serialVersionUID = 1L;

    private final StatusSettings settings;

    Execution(StatusSettings settings, StepContext context) {
      super(context);
      this.settings = settings;
    }

    @Override
    public boolean start() {
      inBackground(this::look);
      return false;
    }

    @Override
    public void onResume() {
      inBackground(this::look);
    }

    @Override
    public void stop(Throwable cause) {
      fail(cause);
    }

    private void look() throws Exception {
      Run<?, ?> run = getContext().get(Run.class);
      Map<String, Object> status;
      try {
        status =
            StatusLook.of(
                settings,
                Expander.NONE.in(run.getParent()),
                run,
                settings.isExport()
                    ? Optional.ofNullable(getContext().get(FilePath.class))
                    : Optional.empty(),
                this::log);
      } catch (AbortException | InvalidValueException e) {
        status = failed(String.valueOf(e.getMessage()));
      }
      if (end()) {
        getContext().onSuccess(ReturnValue.of(status));
      }
    }

    private Map<String, Object> failed(String message) throws AbortException {
      if (settings.isFailBuild()) {
        throw new AbortException(message);
      }
      log("WARNING: " + message);
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("outcome", "failed");
      status.put("service", settings.subject());
      status.put("message", message);
      return status;
    }
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends SettingsStepDescriptor {
    public DescriptorImpl() {
      super(
          "cloudRunStatus",
          "Look at what runs of a Cloud Run service",
          StatusSettings.class,
          "service",
          Set.of(Run.class, TaskListener.class));
    }
  }
}
