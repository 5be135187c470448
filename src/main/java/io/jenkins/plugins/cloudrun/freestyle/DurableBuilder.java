package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.DurableId;
import io.jenkins.plugins.cloudrun.front.ReturnValue;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * A builder that looks on while an engine drives a durable value.
 *
 * @param <S> the settings
 * @param <V> what is driven
 */
abstract class DurableBuilder<S extends CommonSettings, V extends Durable<V>>
    extends SettingsBuilder<S> {
  DurableBuilder(S settings) {
    super(settings);
  }

  /** One letter for ids of this kind. */
  abstract String kind();

  abstract Engine<V> engine();

  abstract V value(
      String id, Origin origin, Instant now, AbstractBuild<?, ?> build, Expander expander);

  /** The value is about to be handed to the engine. */
  void beginning(AbstractBuild<?, ?> build, String id) throws IOException {}

  /** The log has just said that a person is to answer. */
  void asked(AbstractBuild<?, ?> build, String id, BuildListener log) throws IOException {}

  @Override
  final Map<String, Object> perform(
      AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws InterruptedException, IOException {
    Origin origin = Builds.origin(build).at(settings().targetName(expander));
    String id =
        DurableId.of(
            kind(), origin.item(), build.getNumber(), CloudRunVariables.of(build).nextTurn());
    V value = value(id, origin, Instant.now(), build, expander);
    beginning(build, id);
    Settlement settlement =
        DurableWait.of(engine(), value, listener, () -> asked(build, id, listener));
    if ("aborted".equals(settlement.result().get("outcome"))) {
      // Aborted from elsewhere, such as a page: never swallowed, whatever failBuild says.
      throw new InterruptedException(settlement.message());
    }
    if (!settlement.success()) {
      if (settings().isFailBuild()) {
        throw new AbortException(settlement.message());
      }
      listener.getLogger().println("WARNING: " + settlement.message());
    }
    return ReturnValue.of(settlement.result());
  }
}
