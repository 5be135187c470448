package io.jenkins.plugins.cloudrun.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.release.BuildRollouts;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.PlanJson;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step that looks on while a rollout goes on in the engine. */
abstract class RolloutExecution extends DurableStepExecution<Rollout> {
  private static final long serialVersionUID = 1L;

  RolloutExecution(StepContext context, boolean failBuild) {
    super(context, failBuild);
  }

  /** What the settings ask for: called once, at the start. */
  abstract Plan toPlan(Run<?, ?> run, Expander expander);

  @Override
  final String plan(Run<?, ?> run, Expander expander) {
    return PlanJson.write(toPlan(run, expander));
  }

  @Override
  final Rollout value(String id, Origin origin, String plan, Instant now) {
    return Rollout.start(id, origin, PlanJson.read(plan), now);
  }

  @Override
  final void beginning(Run<?, ?> run, String id) throws IOException {
    BuildRollouts.record(run, id);
  }

  @Override
  final void asked(Run<?, ?> run, String id, TaskListener log) throws IOException {
    BuildRollouts.invite(run, id, log);
  }

  @Override
  final Engine<Rollout> engine() {
    return Platform.get().rollouts();
  }
}
