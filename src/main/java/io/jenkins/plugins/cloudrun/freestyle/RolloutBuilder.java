package io.jenkins.plugins.cloudrun.freestyle;

import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.release.BuildRollouts;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Instant;

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
  final void asked(AbstractBuild<?, ?> build, String id, BuildListener log) throws IOException {
    BuildRollouts.invite(build, id, log);
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
