package io.jenkins.plugins.cloudrun.step;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.front.BuildCommits;
import io.jenkins.plugins.cloudrun.front.BuildPeople;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.release.BuildPromotion;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code cloudRunDeploy}: deploy, gate on health, shift traffic, roll back. */
public final class DeployStep extends Step {
  private final DeploySettings settings;

  @DataBoundConstructor
  public DeployStep(DeploySettings settings) {
    this.settings = settings;
  }

  public DeploySettings getSettings() {
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
    private final transient DeploySettings settings;

    Execution(DeploySettings settings, StepContext context) {
      super(context, settings);
      this.settings = settings;
    }

    @Override
    String kind() {
      return "d";
    }

    @Override
    Optional<TargetName> target(Expander expander) {
      return settings.targetName(expander);
    }

    @Override
    Plan toPlan(Run<?, ?> run, Expander expander) {
      return settings.toPlan(
          expander, BuildCommits.of(run), BuildPeople.of(run), new BuildPromotion(run));
    }
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends SettingsStepDescriptor {
    public DescriptorImpl() {
      super(
          "cloudRunDeploy",
          "Deploy to Cloud Run",
          DeploySettings.class,
          "service",
          Set.of(Run.class, TaskListener.class, FlowNode.class));
    }
  }
}
