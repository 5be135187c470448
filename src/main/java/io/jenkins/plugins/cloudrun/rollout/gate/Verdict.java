package io.jenkins.plugins.cloudrun.rollout.gate;

/**
 * What a gate makes of a measurement.
 *
 * @param measured for people: what came back, and what was expected when that differs
 */
public record Verdict(Health health, String measured) {
  /** The worst wins. */
  public enum Health {
    HEALTHY,
    /** Nobody can tell yet: waits, and never promotes. */
    INCONCLUSIVE,
    UNHEALTHY
  }

  public boolean healthy() {
    return health == Health.HEALTHY;
  }
}
