package io.jenkins.plugins.cloudrun.durable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A value in memory while it is driven, and who looks on. Its monitor guards the compare-and-set of
 * value and file together.
 *
 * @param <V> the kind
 */
final class Driven<V extends Durable<V>> {
  private volatile V value;
  private final List<Spectator> spectators = new CopyOnWriteArrayList<>();

  Driven(V value) {
    this.value = value;
  }

  /** Failed turns in a row; only the turn touches it, and turns do not overlap. */
  int faults;

  V value() {
    return value;
  }

  void become(V next) {
    value = next;
  }

  List<Spectator> spectators() {
    return spectators;
  }

  void join(Spectator spectator) {
    spectators.add(spectator);
  }

  void leave(Spectator spectator) {
    spectators.remove(spectator);
  }
}
