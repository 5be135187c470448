package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.rollout.port.Health.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Judges an HTTP check: pure. */
public final class HttpJudge {
  private HttpJudge() {}

  /** There is nothing to ask yet. */
  static Verdict unasked() {
    return Verdict.inconclusive("the revision has no URL of its own yet", Map.of());
  }

  /** The question was sent, and no answer came. */
  static Verdict silent(String trouble) {
    return Verdict.unhealthy("no answer: " + trouble, Map.of());
  }

  /** Any answer other than what is expected is unhealthy. */
  public static Verdict judge(HttpGate gate, Answer got) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("status", got.status());
    values.put("latencyMs", got.latency().toMillis());
    String base = "status " + got.status() + " in " + got.latency().toMillis() + " ms";
    if (got.status() != gate.status()) {
      String hint =
          got.status() == 401 || got.status() == 403
              ? " (may the deploying account call the service? it needs roles/run.invoker)"
              : "";
      return Verdict.unhealthy(
          base + ", expected status " + gate.status() + hint + excerpt(got.body()), values);
    }
    Optional<Duration> limit = gate.latency();
    if (limit.isPresent() && got.latency().compareTo(limit.get()) > 0) {
      return Verdict.unhealthy(base + ", allowed are " + limit.get().toMillis() + " ms", values);
    }
    Optional<String> text = gate.bodyContains();
    if (text.isPresent() && !got.body().contains(text.get())) {
      return Verdict.unhealthy(
          base + ", but the body does not contain '" + text.get() + "'" + excerpt(got.body()),
          values);
    }
    Optional<String> said = gate.jsonPath().flatMap(path -> path.trouble(got.body()));
    return said.map(
            trouble -> Verdict.unhealthy(base + ", but " + trouble + excerpt(got.body()), values))
        .orElseGet(() -> Verdict.healthy(base, values));
  }

  /** The body's first words: most services say there what is wrong. */
  private static String excerpt(String body) {
    String line = body.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (line.isEmpty()) {
      return "";
    }
    return "; it answered: " + (line.length() <= 200 ? line : line.substring(0, 197) + "...");
  }
}
