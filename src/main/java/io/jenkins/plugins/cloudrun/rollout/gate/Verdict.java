package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a gate says.
 *
 * @param measured for people: what came back, and what was expected when that differs
 * @param values the measurements by name: numbers and text
 * @param refused whether the provider refused for good, so that asking again hardly helps
 * @param again how long the provider asked to be left alone
 */
public record Verdict(
    Health health,
    String measured,
    Map<String, Object> values,
    boolean refused,
    Optional<Duration> again) {
  /** From best to worst. */
  public enum Health {
    HEALTHY,
    /** Nobody can tell yet: waits, and never promotes. */
    INCONCLUSIVE,
    UNHEALTHY,
    /** Who should tell did not answer: says nothing about the revision, and never promotes. */
    ERROR;

    /** As logs, results and stored rollouts spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Verdict {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((name, value) -> plain.put(name, plain(value)));
    values = Collections.unmodifiableMap(plain);
  }

  /** As it comes back from a stored rollout: whole numbers are whole, others have four places. */
  private static Object plain(Object value) {
    if (!(value instanceof Number number)) {
      return value;
    }
    double rounded = Math.rint(number.doubleValue() * 10_000) / 10_000;
    if (rounded != Math.rint(rounded) || Math.abs(rounded) > Long.MAX_VALUE / 2) {
      return rounded;
    }
    long whole = (long) rounded;
    return whole == (int) whole ? (Object) (int) whole : (Object) whole;
  }

  public static Verdict of(Health health, String measured, Map<String, Object> values) {
    return new Verdict(health, measured, values, false, Optional.empty());
  }

  public static Verdict healthy(String measured, Map<String, Object> values) {
    return of(Health.HEALTHY, measured, values);
  }

  public static Verdict inconclusive(String measured, Map<String, Object> values) {
    return of(Health.INCONCLUSIVE, measured, values);
  }

  public static Verdict unhealthy(String measured, Map<String, Object> values) {
    return of(Health.UNHEALTHY, measured, values);
  }

  /** The provider could not be asked. */
  public static Verdict error(Failure failure) {
    Optional<Duration> again =
        failure instanceof Failure.Transient passing ? passing.retryAfter() : Optional.empty();
    return new Verdict(
        Health.ERROR, failure.explanation(), Map.of(), failure instanceof Failure.Permanent, again);
  }

  public boolean healthy() {
    return health == Health.HEALTHY;
  }
}
