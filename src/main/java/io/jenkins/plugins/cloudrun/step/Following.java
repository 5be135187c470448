package io.jenkins.plugins.cloudrun.step;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * A step's view of a durable value that an engine drives: hands it over, passes its history on, and
 * asks for its abort. The engine takes a value of an id once, so handing it over again is harmless.
 *
 * @param <V> what is driven
 */
final class Following<V extends Durable<V>> {
  private static final Logger LOGGER = Logger.getLogger(Following.class.getName());

  private final Engine<V> engine;
  private final String id;
  private final Step step;
  private boolean stopped;
  private @Nullable AutoCloseable watching;

  /** When what is driven began; looked up once. */
  private @Nullable Instant since;

  Following(Engine<V> engine, String id, Step step) {
    this.engine = engine;
    this.id = id;
    this.step = step;
  }

  /** Who is told. */
  interface Step {
    /**
     * @param since when the story began
     * @param position of the line in the history: the one to go on with is the next
     */
    void line(Entry entry, Instant since, int position);

    void settled(Durable.Settlement settlement);
  }

  /** What is driven, in a word or two. */
  String status() {
    return id.isEmpty() ? "starting" : engine.find(id).map(Durable::status).orElse("starting");
  }

  /**
   * Hands the value over, unless it was aborted before, and watches it.
   *
   * @param position of the first line that was not passed on before
   */
  void start(Supplier<V> value, int position) {
    synchronized (this) {
      // An abort that came before the start found nothing to command: then nothing is started.
      if (!stopped) {
        engine.start(value.get());
      }
    }
    AutoCloseable open = engine.watch(id, position, new Lines());
    synchronized (this) {
      watching = open;
    }
  }

  /** Whether there was something to abort, so that its end will be told. */
  boolean abort(Throwable cause) {
    Optional<V> commanded;
    synchronized (this) {
      stopped = true;
      String actor = engine.find(id).map(value -> asked(value.origin())).orElse("the build");
      commanded =
          engine.command(id, new Command(Command.ABORT, actor, reason(cause), Instant.now()));
    }
    return commanded.isPresent();
  }

  void close() {
    AutoCloseable open;
    synchronized (this) {
      open = watching;
    }
    if (open != null) {
      try {
        open.close();
      } catch (Exception e) {
        LOGGER.log(Level.FINE, "Cannot stop watching " + id, e);
      }
    }
  }

  private static String asked(Origin origin) {
    return origin.item() + origin.run().map(number -> " #" + number).orElse("");
  }

  private static String reason(Throwable cause) {
    if (cause instanceof FlowInterruptedException interruption
        && !interruption.getCauses().isEmpty()) {
      return interruption.getCauses().get(0).getShortDescription();
    }
    return "the step was stopped";
  }

  private final class Lines implements Watcher {
    @Override
    public void line(Entry entry, int at) {
      Instant began = since;
      if (began == null) {
        began = engine.find(id).map(Durable::startedAt).orElse(entry.at());
        since = began;
      }
      step.line(entry, began, at);
    }

    @Override
    public void settled(Durable.Settlement settlement) {
      close();
      step.settled(settlement);
    }
  }
}
