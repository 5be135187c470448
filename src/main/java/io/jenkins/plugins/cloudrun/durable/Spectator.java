package io.jenkins.plugins.cloudrun.durable;

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
      while (!over && position < history.size()) {
        watcher.line(history.get(position), position);
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
}
