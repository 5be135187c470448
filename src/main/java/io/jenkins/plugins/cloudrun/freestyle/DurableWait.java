package io.jenkins.plugins.cloudrun.freestyle;

import hudson.model.BuildListener;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Hands a durable value to its engine and looks on until it has ended. An abort is a command to the
 * engine; it is waited for a minute for what it undoes.
 */
final class DurableWait implements Watcher {
  private static final Logger LOGGER = Logger.getLogger(DurableWait.class.getName());

  /** As long as Pipeline waits for a step that was stopped. */
  private static final long PATIENCE_SECONDS = 60;

  private final BuildListener listener;
  private final Telling telling;
  private final Instant since;
  private final CompletableFuture<Settlement> end = new CompletableFuture<>();

  private DurableWait(BuildListener listener, Instant since, Telling telling) {
    this.listener = listener;
    this.since = since;
    this.telling = telling;
  }

  /** How a line gets into the log. */
  interface Telling {
    /**
     * @param since when the story began
     */
    void line(Entry entry, Instant since) throws IOException;
  }

  /** How the value ended; its history goes into the build log. */
  static <V extends Durable<V>> Settlement of(
      Engine<V> engine, V value, BuildListener listener, Telling telling)
      throws InterruptedException {
    V started = engine.start(value);
    DurableWait wait = new DurableWait(listener, started.startedAt(), telling);
    AutoCloseable watching = engine.watch(value.id(), 0, wait);
    try {
      return wait.end.get();
    } catch (InterruptedException e) {
      if (!wait.end.isDone()) {
        wait.abort(engine, value);
      }
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a settlement is no failure", e);
    } finally {
      close(watching);
    }
  }

  @Override
  public void line(Entry entry, int position) {
    try {
      telling.line(entry, since);
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "The build log takes no line", e);
    }
  }

  @Override
  public void settled(Settlement settlement) {
    end.complete(settlement);
  }

  private <V extends Durable<V>> void abort(Engine<V> engine, V value) throws InterruptedException {
    Origin origin = value.origin();
    String actor = origin.item() + origin.run().map(number -> " #" + number).orElse("");
    engine.command(
        value.id(), new Command(Command.ABORT, actor, "the build was aborted", Instant.now()));
    try {
      end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      listener.getLogger().println("Undoing goes on without this build.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a settlement is no failure", e);
    }
  }

  private static void close(AutoCloseable watching) {
    try {
      watching.close();
    } catch (Exception e) {
      LOGGER.log(Level.FINE, "Cannot stop watching", e);
    }
  }
}
