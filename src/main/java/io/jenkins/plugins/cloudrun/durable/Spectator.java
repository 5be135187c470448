package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
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

  /** Shows what is found, or says that it was set aside. */
  static <V extends Durable<V>> void show(
      Spectator spectator,
      String id,
      Supplier<Optional<V>> find,
      Supplier<Optional<SetAside>> setAside) {
    try {
      Optional<V> value = find.get();
      value.ifPresent(spectator::show);
      if (value.isEmpty()) {
        setAside.get().ifPresent(file -> spectator.end(Faults.lost(id, file.message())));
      }
    } catch (StoreException e) {
      LOGGER.log(Level.WARNING, "Cannot show " + id, e);
    }
  }

  synchronized void show(Durable<?> value) {
    try {
      if (over) {
        return;
      }
      int at = value.historyStart();
      skip(at, Instant.EPOCH);
      for (Entry entry : value.history()) {
        int left = History.omitted(entry);
        if (left > 0) {
          at += left;
          skip(at, entry.at());
          continue;
        }
        if (at >= position) {
          watcher.line(entry, at);
          position = at + 1;
        }
        at++;
      }
      value.settlement().ifPresent(this::end);
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "A watcher of " + value.id() + " failed", e);
    }
  }

  /** Tells the end, once. */
  synchronized void end(Durable.Settlement settlement) {
    if (!over) {
      over = true;
      watcher.settled(settlement);
    }
  }

  /** Somebody looks on again after a long time: the lines before {@code next} are not kept. */
  private void skip(int next, Instant at) {
    if (position < next) {
      String text = "(" + (next - position) + " lines that came meanwhile are not kept)";
      watcher.line(new Entry(at, Entry.INFO, text), next - 1);
      position = next;
    }
  }
}
