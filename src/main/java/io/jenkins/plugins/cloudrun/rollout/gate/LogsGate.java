package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Logs;
import io.jenkins.plugins.cloudrun.rollout.port.Providers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The revision's entries in Cloud Logging: what its containers wrote, and its requests (Cloud Run
 * writes one that was answered with a 5xx status as an ERROR).
 *
 * @param severity entries at or above it count
 * @param atMost so many of them are healthy, 0 to 999
 * @param window how far back is looked, 30 s to 1 day
 */
public record LogsGate(LogSeverity severity, int atMost, Duration window, Terms terms)
    implements Gate {
  public static final String KIND = "logs";
  public static final LogSeverity DEFAULT_SEVERITY = LogSeverity.ERROR;
  public static final int DEFAULT_AT_MOST = 0;
  public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

  /** An entry is there within seconds; the calls of a project are limited to 60 a minute. */
  public static final Terms DEFAULT_TERMS =
      new Terms(
          Duration.ofSeconds(15),
          Optional.of(Duration.ofSeconds(15)),
          1,
          Duration.ZERO,
          Duration.ofMinutes(5),
          Duration.ofMinutes(5));

  public LogsGate {
    if (atMost < 0 || atMost > 999) {
      throw new InvalidValueException(
          "The gate's atMost is " + atMost + ": it must be between 0 and 999.");
    }
    Terms.between("window", window, Duration.ofSeconds(30), Duration.ofDays(1));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe() {
    return "logs (at most " + atMost + " of " + severity + " or worse)";
  }

  @Override
  public Verdict look(Subject subject, Providers providers) throws Failure {
    Logs logs = providers.logs();
    Instant earliest = subject.now().minus(window);
    Instant from = earliest.isAfter(subject.startedAt()) ? earliest : subject.startedAt();
    List<String> found =
        logs.entries(
            subject.service(), subject.revision(), severity, from, subject.now(), atMost + 1);
    boolean any =
        !found.isEmpty()
            || !logs.entries(
                    subject.service(),
                    subject.revision(),
                    LogSeverity.DEFAULT,
                    subject.startedAt(),
                    subject.now(),
                    1)
                .isEmpty();
    return LogsJudge.judge(this, found, any);
  }
}
