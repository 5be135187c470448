package io.jenkins.plugins.cloudrun.durable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a behaviour makes of one look at the world.
 *
 * @param next the value from now on; saved before {@code act} is performed, so it is the intent
 * @param act what to do outside, at most one thing
 * @param pause how long until the next look
 * @param wishes commands to other values of the kind, by their ids; recorded once {@code next} is
 *     saved. One that has a command or has ended is not changed, so that a repeat is harmless
 */
public record Decision<V extends Durable<V>>(
    V next, Optional<Act<V>> act, Duration pause, Map<String, Command> wishes) {
  public Decision {
    wishes = Map.copyOf(wishes);
  }

  /** Without a wish. */
  public Decision(V next, Optional<Act<V>> act, Duration pause) {
    this(next, act, pause, Map.of());
  }

  /** Looks again after a while. */
  public static <V extends Durable<V>> Decision<V> wait(V next, Duration pause) {
    return new Decision<>(next, Optional.empty(), pause);
  }

  /** Acts, then looks again at once. */
  public static <V extends Durable<V>> Decision<V> act(V intent, Act<V> act) {
    return new Decision<>(intent, Optional.of(act), Duration.ZERO);
  }

  /**
   * One idempotent effect on the outside.
   *
   * @param <V> the kind
   */
  public interface Act<V> {
    /**
     * Performs it and returns the value with what came of it, failures included: nothing is thrown
     * for what the outside does.
     */
    Done<V> perform(V intent);
  }

  /**
   * @param value with the result folded in
   * @param pause how long until the next look
   */
  public record Done<V>(V value, Duration pause) {}
}
