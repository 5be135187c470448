package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.DurableId;
import io.jenkins.plugins.cloudrun.front.LogLines;
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

  /** How a build tells of what is driven. */
  interface Story<V> {
    /** The first line of the log. */
    void open() throws IOException;

    /** What a line of the log links to: addresses by what is to be clicked. */
    Map<String, String> links(V value, Entry entry);

    /** A line was written into the log. */
    default void told(Entry entry) throws IOException {}

    default void ended(Settlement settlement) {}
  }

  abstract Story<V> story(AbstractBuild<?, ?> build, V value, BuildListener log);

  @Override
  final Map<String, Object> perform(
      AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws InterruptedException, IOException {
    Origin origin = Builds.behind(build).at(settings().targetName(expander));
    String id = DurableId.of(kind(), build, CloudRunVariables.of(build).nextTurn());
    V value = value(id, origin, Instant.now(), build, expander);
    beginning(build, id);
    Story<V> story = story(build, value, listener);
    story.open();
    Settlement settlement =
        DurableWait.of(
            engine(),
            value,
            listener,
            (entry, since) -> {
              Map<String, String> links =
                  engine().find(id).map(now -> story.links(now, entry)).orElse(Map.of());
              LogLines.write(listener, entry, since, links);
              story.told(entry);
            });
    story.ended(settlement);
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
