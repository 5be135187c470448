package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;

/**
 * A wish from outside, recorded in one compare-and-set with who, when and why. Open: later kinds
 * are names that this version may not know.
 *
 * @param kind {@link #ABORT}, {@link #SUPERSEDE}, later others
 */
public record Command(String kind, String actor, String reason, Instant at) {
  public static final String ABORT = "abort";

  /** Leave to go on; heeded while the value waits for it. */
  public static final String APPROVE = "approve";

  /** The refusal of that leave. */
  public static final String REJECT = "reject";

  /** An abort that another value asks for, which takes this one's place. */
  public static final String SUPERSEDE = "supersede";
}
