package io.jenkins.plugins.cloudrun.credentials;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What jobs are called now that were renamed or moved since Jenkins started: what began under the
 * former name, such as a block of a Pipeline, may still ask by it. And which are just not there:
 * Jenkins tells of a new name only after the former one is gone.
 */
final class Whereabouts {
  /** How long a job that is gone may still turn up under another name. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MOST = 1000;

  private final LongSupplier nanos;
  private final Map<String, String> moved = new LinkedHashMap<>();
  private final Map<String, Long> missing = new LinkedHashMap<>();

  Whereabouts(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void moved(String former, String now) {
    // Whatever had this name before, it is another's now; so no name leads back to itself.
    moved.remove(now);
    moved.remove(former);
    moved.put(former, now);
    bound(moved);
  }

  /** What an item that is no more called so is called now; the same name if nobody knows. */
  synchronized String now(String former) {
    String name = former;
    for (String next = moved.get(name); next != null; next = moved.get(name)) {
      name = next;
    }
    return name;
  }

  /** Notes that an item is not there, and says whether that is so only lately. */
  synchronized boolean vanishing(String name) {
    long now = nanos.getAsLong();
    long since = missing.computeIfAbsent(name, n -> now);
    bound(missing);
    return now - since < PATIENCE.toNanos();
  }

  /** Notes that an item is there. */
  synchronized void seen(String name) {
    missing.remove(name);
  }

  private static void bound(Map<String, ?> map) {
    if (map.size() > MOST) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
