package io.jenkins.plugins.cloudrun.freestyle;

import hudson.AbortException;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.front.DurableId;
import io.jenkins.plugins.cloudrun.front.LogLines;
import io.jenkins.plugins.cloudrun.front.ReturnValue;
import io.jenkins.plugins.cloudrun.settings.CommonSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A builder that looks on while an engine drives a durable value. An abort is a command to the
 * engine; the builder waits a minute for what it undoes.
 *
 * @param <S> the settings
 * @param <V> what is driven
 */
abstract class DurableBuilder<S extends CommonSettings, V extends Durable<V>>
    extends SettingsBuilder<S> {
  private static final Logger LOGGER = Logger.getLogger(DurableBuilder.class.getName());

  /** As long as Pipeline waits for a step that was stopped. */
  private static final long PATIENCE_SECONDS = 60;

  DurableBuilder(S settings) {
    super(settings);
  }

  /** One letter for ids of this kind. */
  abstract String kind();

  abstract Engine<V> engine();

  abstract V value(
      String id, Origin origin, Instant now, AbstractBuild<?, ?> build, Expander expander);

  @Override
  final Map<String, Object> perform(
      AbstractBuild<?, ?> build, BuildListener listener, Expander expander)
      throws InterruptedException, IOException {
    Origin origin = Builds.origin(build);
    String id =
        DurableId.of(
            kind(), origin.item(), build.getNumber(), CloudRunVariables.of(build).nextTurn());
    engine().start(value(id, origin, Instant.now(), build, expander));
    Looker looker = new Looker(listener);
    AutoCloseable watching = engine().watch(id, 0, looker);
    try {
      return ended(listener, looker.end.get());
    } catch (InterruptedException e) {
      if (!looker.end.isDone()) {
        abort(id, origin, listener, looker.end);
      }
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a settlement is no failure", e);
    } finally {
      close(watching);
    }
  }

  private static void close(AutoCloseable watching) {
    try {
      watching.close();
    } catch (Exception e) {
      LOGGER.log(Level.FINE, "Cannot stop watching", e);
    }
  }

  private Map<String, Object> ended(BuildListener listener, Settlement settlement)
      throws InterruptedException, IOException {
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

  private void abort(
      String id, Origin origin, BuildListener listener, CompletableFuture<Settlement> end)
      throws InterruptedException {
    String actor = origin.item() + origin.run().map(number -> " #" + number).orElse("");
    engine().command(id, new Command(Command.ABORT, actor, "the build was aborted", Instant.now()));
    try {
      end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      listener.getLogger().println("Undoing goes on without this build.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a settlement is no failure", e);
    }
  }

  /** Writes the history into the build log and waits for the end. */
  private static final class Looker implements Watcher {
    private final BuildListener listener;
    private final CompletableFuture<Settlement> end = new CompletableFuture<>();

    Looker(BuildListener listener) {
      this.listener = listener;
    }

    @Override
    public void line(Entry entry, int position) {
      listener.getLogger().println(LogLines.of(entry));
    }

    @Override
    public void settled(Settlement settlement) {
      end.complete(settlement);
    }
  }
}
