package io.jenkins.plugins.cloudrun.durable;

import java.time.Duration;

/**
 * How long files of settled values are kept. Counted for each item, so that a busy job does not
 * push out the history of a quiet one.
 *
 * @param most files of an item
 * @param age of a file since the value settled
 * @param least files of an item that are kept whatever their age
 */
public record Retention(int most, Duration age, int least) {
  public static final Retention DEFAULT = new Retention(200, Duration.ofDays(180), 10);
}
