package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;

/**
 * A wish from outside, recorded in one compare-and-set with who, when and why. Open: later kinds
 * are names that this version may not know.
 *
 * @param kind {@link #ABORT}, later also approve, reject, roll back
 */
public record Command(String kind, String actor, String reason, Instant at) {
  public static final String ABORT = "abort";
}
