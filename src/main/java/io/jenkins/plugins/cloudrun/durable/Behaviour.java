package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;

/**
 * What drives one kind of durable values: it looks at the outside and decides. It must be
 * repeatable: after a crash the same value is handed in again, and the world may be before or after
 * the last act.
 *
 * @param <V> the kind
 */
public interface Behaviour<V extends Durable<V>> {
  /**
   * Reads the outside, changes nothing there, and says what is next. Failures of the outside become
   * decisions.
   *
   * @param granted whether the value holds all its claims
   */
  Decision<V> decide(V value, boolean granted, Instant now);

  /** The same, for a behaviour that looks at who is ahead of the value. */
  default Decision<V> decide(V value, Place<V> place, Instant now) {
    return decide(value, place.granted(), now);
  }

  /**
   * Ends a value that a fault of our own keeps from going on, or begins to undo it: turn after turn
   * has thrown. Looks at nothing outside.
   *
   * @param fault what was thrown and where, without its message
   * @return the value with a settlement, or on its way to one
   */
  V broken(V value, String fault, Instant now);

  /**
   * Whether its looks go before others when there are more of them than calls may be made: users'
   * traffic or a person's command hangs on them. What goes on at once does so anyway.
   */
  default boolean pressing(V value) {
    return false;
  }

  /**
   * The item of a value got another name while a turn thought under the former one: what that turn
   * has told others of it is to be told again.
   */
  default void renamed(V value, String former) {}

  /** Whether the value has taken up its claims, so that they are its own again after a restart. */
  boolean holding(V value);
}
