package io.jenkins.plugins.cloudrun.durable;

import java.util.List;
import java.util.Optional;

/**
 * Where durable values are kept: the truth. A save is on the disk when it returns.
 *
 * @param <V> the kind
 */
public interface Store<V extends Durable<V>> {
  /**
   * All that are not settled, read when Jenkins starts. Files that cannot be read are reported and
   * left out.
   */
  List<V> unsettled();

  /** A value by id, settled or not. */
  Optional<V> find(String id);

  /**
   * Writes a value in place of its former state.
   *
   * @throws StoreException when it is not on the disk; the former state is then still there whole
   */
  void save(V value);
}
