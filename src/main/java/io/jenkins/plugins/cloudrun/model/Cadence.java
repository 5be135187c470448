package io.jenkins.plugins.cloudrun.model;

import java.time.Duration;
import java.time.Instant;

/**
 * When something that lasts is worth another line of a log that only grows: never for what is over
 * soon, then more and more seldom. By {@link #USUAL} the lines come after 10 s, 30 s, 1 min 10 s,
 * and each minute from then on.
 *
 * @param first how long until the first line
 * @param most the longest time between two lines
 */
public record Cadence(Duration first, Duration most) {
  public static final Cadence USUAL = new Cadence(Duration.ofSeconds(10), Duration.ofMinutes(1));

  /**
   * When the next line is due.
   *
   * @param began when that which lasts began
   * @param last when it was last told of; {@code began} if it was not
   */
  public Instant next(Instant began, Instant last) {
    Duration usual = Duration.between(began, last).plus(first);
    return last.plus(usual.compareTo(most) < 0 ? usual : most);
  }
}
