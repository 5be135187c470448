package io.jenkins.plugins.cloudrun.durable;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where durable values are kept: the truth. A save is on the disk when it returns.
 *
 * @param <V> the kind
 */
public interface Store<V extends Durable<V>> {
  /**
   * All that are not settled, read when Jenkins starts. Files that cannot be read are reported, set
   * aside and left out.
   */
  List<V> unsettled();

  /** A value by id, settled or not. */
  Optional<V> find(String id);

  /**
   * The latest values of an item that are settled, the youngest first.
   *
   * @param most how many at most
   */
  default List<V> settled(String item, int most) {
    return List.of();
  }

  /**
   * The latest values of all items that are wanted, the latest first.
   *
   * @param wanted says it of an item's full name
   * @param most how many at most
   */
  default List<V> settled(Predicate<String> wanted, int most) {
    return List.of();
  }

  /** Whether there are settled values of an item. */
  default boolean hasSettled(String item) {
    return false;
  }

  /**
   * Gives the new full name of an item to its settled values.
   *
   * @throws StoreException when that could not be done to the end; the others have the former name
   */
  default void renamed(String former, String now) {}

  /**
   * Writes a value in place of its former state.
   *
   * @throws StoreException when it is not on the disk; the former state is then still there whole
   */
  void save(V value);

  /** Files that could not be read, the latest first. */
  default List<SetAside> setAside() {
    return List.of();
  }

  /** What became of a value whose file could not be read. */
  default Optional<SetAside> setAside(String id) {
    return Optional.empty();
  }

  /** Removes settled values that are too old or too many; may take a while. */
  default void tidy() {}
}
