package io.jenkins.plugins.cloudrun.durable;

import java.time.Duration;
import java.util.concurrent.Executor;

/** When which turn comes. Turns of one key never overlap. */
public interface Timetable extends Executor {
  /**
   * Runs {@code turn} after about {@code wait}, or at the time of a turn that the key waits for
   * already if that one is earlier.
   *
   * @param group who shares the budget fairly with others, such as a job of Jenkins
   * @param urgent whether it goes before those that are not, once it is due and as far as that is
   *     fair to other groups
   */
  void schedule(Object key, String group, Runnable turn, Duration wait, boolean urgent);

  /** Drops what the key waits for. */
  void forget(Object key);
}
