package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.rollout.port.Health.Answer;
import java.time.Duration;
import java.util.Optional;

/** Judges an HTTP check: pure. */
public final class HttpJudge {
  private HttpJudge() {}

  /** No measurement is inconclusive, an answer other than expected unhealthy. */
  public static Verdict judge(HttpGate gate, Optional<Measurement> measurement) {
    if (measurement.isEmpty()) {
      return new Verdict(Verdict.Health.INCONCLUSIVE, "the revision has no URL of its own yet");
    }
    Optional<Answer> answer = measurement.get().answer();
    if (answer.isEmpty()) {
      return unhealthy("no answer: " + measurement.get().trouble());
    }
    Answer got = answer.get();
    String base = "status " + got.status() + " in " + got.latency().toMillis() + " ms";
    if (got.status() != gate.status()) {
      String hint =
          got.status() == 401 || got.status() == 403
              ? " (may the deploying account call the service? it needs roles/run.invoker)"
              : "";
      return unhealthy(base + ", expected status " + gate.status() + hint + excerpt(got.body()));
    }
    Optional<Duration> limit = gate.latency();
    if (limit.isPresent() && got.latency().compareTo(limit.get()) > 0) {
      return unhealthy(base + ", allowed are " + limit.get().toMillis() + " ms");
    }
    Optional<String> text = gate.bodyContains();
    if (text.isPresent() && !got.body().contains(text.get())) {
      return unhealthy(
          base + ", but the body does not contain '" + text.get() + "'" + excerpt(got.body()));
    }
    return new Verdict(Verdict.Health.HEALTHY, base);
  }

  private static Verdict unhealthy(String measured) {
    return new Verdict(Verdict.Health.UNHEALTHY, measured);
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
