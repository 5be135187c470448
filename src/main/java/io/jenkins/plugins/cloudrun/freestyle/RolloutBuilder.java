package io.jenkins.plugins.cloudrun.freestyle;

import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.RolloutStory;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.release.BuildRollouts;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * A builder that looks on while a rollout goes on in the engine.
 *
 * @param <S> the settings
 */
abstract class RolloutBuilder<S extends CommonSettings> extends DurableBuilder<S, Rollout> {
  RolloutBuilder(S settings) {
    super(settings);
  }

  /** What the settings ask for. */
  abstract Plan toPlan(AbstractBuild<?, ?> build, Expander expander);

  @Override
  final void beginning(AbstractBuild<?, ?> build, String id) throws IOException {
    BuildRollouts.record(build, id);
  }

  @Override
  final Story<Rollout> story(AbstractBuild<?, ?> build, Rollout value, BuildListener log) {
    String page = BuildRollouts.page(build, value.id());
    RolloutStory story = new RolloutStory(build, value.id(), page, log);
    return new Story<>() {
      @Override
      public void open() throws IOException {
        RolloutStory.open(value.plan(), page, log);
      }

      @Override
      public Map<String, String> links(Rollout now, Entry entry) {
        return RolloutStory.links(now, entry);
      }

      @Override
      public void told(Entry entry) throws IOException {
        if (entry.kind().equals(Entry.QUESTION)) {
          BuildRollouts.invite(build, value.id(), log);
        }
        story.told(entry);
      }

      @Override
      public void ended(Settlement settlement) {
        story.ended(settlement);
      }
    };
  }

  @Override
  final Engine<Rollout> engine() {
    return Platform.get().rollouts();
  }

  @Override
  final Rollout value(
      String id, Origin origin, Instant now, AbstractBuild<?, ?> build, Expander expander) {
    return Rollout.start(id, origin, toPlan(build, expander), now);
  }
}
