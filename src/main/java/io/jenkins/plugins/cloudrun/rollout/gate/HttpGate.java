package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Providers;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A GET of the new revision's own URL.
 *
 * @param path begins with a slash
 * @param status the status that is healthy, 100 to 599
 * @param bodyContains text that the first 64 KiB of the body must contain
 * @param jsonPath what a JSON body must say
 * @param latency the slowest answer that is healthy, 10 ms to 50 s
 */
public record HttpGate(
    String path,
    int status,
    Optional<String> bodyContains,
    Optional<JsonPath> jsonPath,
    Optional<Duration> latency,
    Terms terms)
    implements Gate {
  public static final String KIND = "http";
  public static final int DEFAULT_STATUS = 200;
  public static final int DEFAULT_CONSECUTIVE = 1;
  public static final Duration DEFAULT_WITHIN = Duration.ofMinutes(1);

  /** Asked at once, and as often as is sensible. */
  public static final Terms DEFAULT_TERMS =
      new Terms(
          Duration.ZERO,
          Optional.empty(),
          DEFAULT_CONSECUTIVE,
          DEFAULT_WITHIN,
          Duration.ofMinutes(2),
          Duration.ofMinutes(5));

  /** For connection and answer of one check, when the gate sets no latency. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  public HttpGate {
    if (!path.startsWith("/")
        || path.startsWith("//")
        || path.chars().anyMatch(c -> c <= ' ' || c == '#')) {
      throw new InvalidValueException(
          "The gate's path '"
              + path
              + "' must begin with one '/' and hold no space or '#', such as '/healthz'.");
    }
    if (status < 100 || status > 599) {
      throw new InvalidValueException(
          "The gate's status " + status + " is not between 100 and 599.");
    }
    latency.ifPresent(
        slowest ->
            Terms.between("latency", slowest, Duration.ofMillis(10), Duration.ofSeconds(50)));
    if (terms.within().compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException(
          "The gate's within is "
              + Durations.text(terms.within())
              + ": it must be between 1s and 1h.");
    }
  }

  /** With the default terms but two. */
  public HttpGate(
      String path,
      int status,
      Optional<String> bodyContains,
      Optional<Duration> latency,
      int consecutive,
      Duration within) {
    this(
        path,
        status,
        bodyContains,
        Optional.empty(),
        latency,
        new Terms(
            DEFAULT_TERMS.delay(),
            DEFAULT_TERMS.interval(),
            consecutive,
            within,
            DEFAULT_TERMS.inconclusiveFor(),
            DEFAULT_TERMS.errorsFor()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe() {
    return "GET " + path;
  }

  /** No answer is an answer about the revision; not even being able to ask is none. */
  @Override
  public Verdict look(Subject subject, Providers providers) throws Failure {
    if (subject.url().isEmpty()) {
      return HttpJudge.unasked();
    }
    URI url = URI.create(subject.url().get().toString().replaceFirst("/$", "") + path);
    Duration timeout = latency.map(limit -> limit.plus(CHECK_TIMEOUT)).orElse(CHECK_TIMEOUT);
    Health.Answer answer;
    try {
      answer = providers.health().get(new Health.Request(url, subject.audience(), timeout));
    } catch (Health.NoAnswer e) {
      return HttpJudge.silent(e.explanation());
    }
    return HttpJudge.judge(this, answer);
  }
}
