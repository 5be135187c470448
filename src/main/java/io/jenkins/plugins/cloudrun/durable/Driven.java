package io.jenkins.plugins.cloudrun.durable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

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

  /**
   * Changes value and file in one, and counts that; what changes nothing is not saved.
   *
   * @return the value after it
   * @throws StoreException when it was not saved; then all is as before
   */
  synchronized V change(Store<V> store, UnaryOperator<V> change) {
    V before = value;
    V next = change.apply(before);
    if (next.withVersion(before.version()).equals(before)) {
      return before;
    }
    V after = next.withVersion(before.version() + 1);
    store.save(after);
    value = after;
    return after;
  }

  /** With the name that its item has now. One that is settled stays: its file lies elsewhere. */
  void named(Store<V> store, String item) {
    V unused = change(store, v -> v.settlement().isPresent() ? v : v.of(item));
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
