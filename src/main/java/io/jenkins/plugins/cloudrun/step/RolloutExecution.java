package io.jenkins.plugins.cloudrun.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.RolloutStory;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.release.BuildRollouts;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.PlanJson;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/** A step that looks on while a rollout goes on in the engine. */
abstract class RolloutExecution extends DurableStepExecution<Rollout> {
  private static final long serialVersionUID = 1L;

  private transient @Nullable RolloutStory story;

  RolloutExecution(StepContext context, CommonSettings settings) {
    super(context, settings);
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
  final void opening(Run<?, ?> run, String id, String plan, TaskListener log) throws IOException {
    RolloutStory.open(PlanJson.read(plan), BuildRollouts.page(run, id), log);
  }

  @Override
  final Map<String, String> links(Rollout value, Entry entry) {
    return RolloutStory.links(value, entry);
  }

  @Override
  final void told(Run<?, ?> run, String id, Entry entry, TaskListener log) throws IOException {
    if (entry.kind().equals(Entry.QUESTION)) {
      BuildRollouts.invite(run, id, log);
    }
    story(run, id, log).told(entry);
  }

  @Override
  final void ended(Run<?, ?> run, String id, Settlement settlement, TaskListener log) {
    story(run, id, log).ended(settlement);
  }

  private synchronized RolloutStory story(Run<?, ?> run, String id, TaskListener log) {
    RolloutStory known = story;
    if (known == null) {
      known = new RolloutStory(run, id, BuildRollouts.page(run, id), log);
      story = known;
    }
    return known;
  }

  @Override
  final Engine<Rollout> engine() {
    return Platform.get().rollouts();
  }
}
