package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A watcher and how far it has been told: each line once, in order, and the end once. */
final class Spectator {
  private static final Logger LOGGER = Logger.getLogger(Spectator.class.getName());
  private final Watcher watcher;
  private int position;
  private boolean over;

  Spectator(int position, Watcher watcher) {
    this.position = position;
    this.watcher = watcher;
  }

  synchronized void show(Durable<?> value) {
    try {
      List<Entry> history = value.history();
      int start = value.historyStart();
      if (!over && position < start) {
        watcher.line(forgotten(start - position, history), start - 1);
        position = start;
      }
      while (!over && position < start + history.size()) {
        watcher.line(history.get(position - start), position);
        position++;
      }
      if (!over && value.settlement().isPresent()) {
        over = true;
        watcher.settled(value.settlement().get());
      }
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "A watcher of " + value.id() + " failed", e);
    }
  }

  /** Somebody looks on again after a long time. */
  private static Entry forgotten(int lines, List<Entry> history) {
    Instant at = history.isEmpty() ? Instant.EPOCH : history.get(0).at();
    return new Entry(at, Entry.INFO, "(" + lines + " lines that came meanwhile are not kept)");
  }
}
