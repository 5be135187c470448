package io.jenkins.plugins.cloudrun.durable;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One kind of durable values, alive: what steps, builders and pages talk to.
 *
 * @param <V> the kind
 */
public interface Engine<V extends Durable<V>> {
  /**
   * Takes a value into the store and drives it from now on. Asked again with a value of the same
   * id, returns the stored one and changes nothing. Does file I/O and no network I/O.
   *
   * @throws StoreException when it could not be stored, or was set aside before; then nothing was
   *     begun
   */
  V start(V value);

  /** The value by id, whether it goes on or is settled. */
  Optional<V> find(String id);

  /**
   * Values that an item asked for: all that go on, then the latest that ended, both the youngest
   * first. Reads as many files as it returns values that ended.
   *
   * @param item the item's full name
   * @param ended how many that ended at most
   */
  default List<V> of(String item, int ended) {
    return List.of();
  }

  /** All that go on, of any item, the youngest first; reads no file. */
  default List<V> going() {
    return List.of();
  }

  /**
   * Those that ended last, the latest first. Reads as many files as it returns values.
   *
   * @param wanted says it of an item's full name
   * @param most how many at most
   */
  default List<V> ended(Predicate<String> wanted, int most) {
    return List.of();
  }

  /** Has a value that waits looked after now instead of later; changes nothing else. */
  default void nudge(String id) {}

  /** Whether {@link #of} would find something; reads no file. */
  default boolean knows(String item) {
    return false;
  }

  /**
   * Gives the new full name of an item to all that it asked for. Repeated, it does what was left.
   * Writes a file for each value of the item; what is in the item has names of its own.
   *
   * @throws StoreException when something could not be stored, and has the former name still
   */
  default void renamed(String former, String now) {}

  /**
   * Records a command in one compare-and-set.
   *
   * @return the value after it; its {@link Durable#command()} is another's when that one came first
   */
  Optional<V> command(String id, Command command);

  /**
   * Watches a value: lines from {@code position} on, then its end, both also when they were there
   * before.
   *
   * @return what ends the watching; the value itself goes on
   */
  AutoCloseable watch(String id, int position, Watcher watcher);

  /** Values whose files could not be read: nobody drives them any more. The latest first. */
  default List<SetAside> setAside() {
    return List.of();
  }
}
