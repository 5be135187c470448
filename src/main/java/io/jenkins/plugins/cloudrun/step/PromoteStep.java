package io.jenkins.plugins.cloudrun.step;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.release.BuildPromotion;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.PromoteSettings;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunPromote}: what serves in one target goes to another one. */
public final class PromoteStep extends Step {
  private final PromoteSettings settings;

  @DataBoundConstructor
  public PromoteStep(PromoteSettings settings) {
    this.settings = settings;
  }

  public PromoteSettings getSettings() {
    return settings;
  }

  @Override
  public StepExecution start(StepContext context) {
    return new Execution(settings, context);
  }

  /** Looks on while the rollout goes on in the engine. */
  static final class Execution extends RolloutExecution {
    private static final long serialVersionUID = 1L;

    /** Needed for the start alone: from then on there is the plan. */
    private final transient PromoteSettings settings;

    Execution(PromoteSettings settings, StepContext context) {
      super(context, settings);
      this.settings = settings;
    }

    @Override
    String kind() {
      return "p";
    }

    @Override
    Optional<TargetName> target(Expander expander) {
      return settings.targetName(expander);
    }

    @Override
    Plan toPlan(Run<?, ?> run, Expander expander) {
      return settings.toPlan(expander, new BuildPromotion(run));
    }
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends SettingsStepDescriptor {
    public DescriptorImpl() {
      super(
          "cloudRunPromote",
          "Promote a Cloud Run service from one target to another",
          PromoteSettings.class,
          "service",
          Set.of(Run.class, TaskListener.class, FlowNode.class));
    }
  }
}
