package io.jenkins.plugins.cloudrun.durable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is said and done when a turn throws: a disk that refuses, or a fault of our own. */
final class Faults {
  private static final Logger LOGGER = Logger.getLogger(Faults.class.getName());

  /** Turns that may throw in a row, over about two minutes, before a value is ended. */
  static final int MOST = 8;

  private static final Duration SLOWEST = Duration.ofMinutes(1);
  private static final Duration AFTER_DISK = Duration.ofSeconds(10);
  private static final Duration SLOWEST_DISK = Duration.ofMinutes(5);

  private Faults() {}

  /** How long until the next try: 1 s, then twice as long each time. */
  static Duration pause(int faults) {
    return doubled(Duration.ofSeconds(1), faults, SLOWEST);
  }

  /**
   * A state that could not be saved: tried again for as long as it takes, as nothing may be done
   * that is not written down. Said when it begins, and then ever less often.
   */
  static Duration unsaved(String id, int times, StoreException e) {
    if (Integer.bitCount(times) == 1) {
      LOGGER.log(Level.WARNING, "Cannot save " + id + "; trying again", e);
    }
    return doubled(AFTER_DISK, times, SLOWEST_DISK);
  }

  static void log(String id, int times, Throwable fault) {
    LOGGER.log(
        Level.SEVERE,
        "A fault in the plugin while driving " + id + " (" + times + " of " + MOST + ")",
        fault);
  }

  /**
   * A fault for people: what and where, without its message, which may hold what nobody should
   * read.
   */
  static String text(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    String where = "";
    for (StackTraceElement element : trace) {
      if (element.getClassName().startsWith("io.jenkins.plugins.cloudrun")) {
        where = " at " + element.getFileName() + ":" + element.getLineNumber();
        break;
      }
    }
    return fault.getClass().getSimpleName() + where;
  }

  /** Not even its end could be worked out: the file stays, nobody drives it before a restart. */
  static Durable.Settlement letGo(String id, Throwable fault) {
    LOGGER.log(
        Level.SEVERE, id + " is let go; its file stays and is taken up at the next start", fault);
    return lost(
        id,
        "A fault in the plugin ("
            + text(fault)
            + ") keeps "
            + id
            + " from going on, and from being undone. Its state is kept, and it is tried again when"
            + " Jenkins starts. Look at what it was to change now, and report the fault with what"
            + " Jenkins' log says.");
  }

  static Durable.Settlement lost(String id, String message) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("outcome", "lost");
    result.put("id", id);
    return new Durable.Settlement(false, message, result);
  }

  private static Duration doubled(Duration first, int times, Duration most) {
    Duration pause = first.multipliedBy(1L << Math.min(Math.max(times - 1, 0), 10));
    return pause.compareTo(most) < 0 ? pause : most;
  }
}
