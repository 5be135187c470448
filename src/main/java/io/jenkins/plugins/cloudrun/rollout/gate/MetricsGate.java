package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.gate.MetricsJudge.Sample;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import io.jenkins.plugins.cloudrun.rollout.port.Providers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Cloud Monitoring measured of the revision's requests, since it has its share and at most a
 * window long.
 *
 * @param errorRate how many percent of the requests may be answered with a 5xx status, 0 to 100
 * @param latencies the most that a percentile (50, 95, 99) of the requests' time may be
 * @param minRequests with fewer nobody can tell
 * @param window how far back is looked, 4 min to 1 day
 * @param query a question of one's own
 * @param compareWith how many times the stable revision's error rate and latencies the new one's
 *     may be, 1 to 100
 */
public record MetricsGate(
    Optional<Double> errorRate,
    SortedMap<Integer, Duration> latencies,
    int minRequests,
    Duration window,
    Optional<PromQuery> query,
    Optional<Double> compareWith,
    Terms terms)
    implements Gate {
  public static final String KIND = "metrics";
  public static final int DEFAULT_MIN_REQUESTS = 50;
  public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(10);
  public static final Duration SHORTEST_WINDOW = Metrics.SAMPLING.plus(Metrics.DELAY);

  /** Data comes every minute, and late. */
  public static final Terms DEFAULT_TERMS =
      new Terms(
          Duration.ZERO,
          Optional.of(Duration.ofSeconds(30)),
          1,
          Duration.ZERO,
          Duration.ofMinutes(15),
          Duration.ofMinutes(5));

  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

  /** What a comparison looks at when no percentile has a limit of its own. */
  private static final int USUAL_PERCENTILE = 95;

  public MetricsGate {
    latencies = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(latencies));
    if (errorRate.isEmpty() && latencies.isEmpty() && query.isEmpty() && compareWith.isEmpty()) {
      throw new InvalidValueException(
          "The gate metrics has no limit: give at least one of errorRate, latencyP50, latencyP95,"
              + " latencyP99, compareWith and query, such as metrics(errorRate: '1%').");
    }
    errorRate.ifPresent(
        rate -> within("errorRate", rate >= 0 && rate <= 100, rate + " %", "0 % and 100 %"));
    compareWith.ifPresent(
        ratio -> within("compareWith", ratio >= 1 && ratio <= 100, ratio + "", "1 and 100"));
    within("minRequests", minRequests >= 0, minRequests + "", "0 and 2147483647");
    latencies.forEach(
        (percentile, limit) ->
            Terms.between(
                "latencyP" + percentile, limit, Duration.ofMillis(1), Duration.ofHours(1)));
    if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new InvalidValueException(
          "The gate's window is "
              + Durations.text(window)
              + ": it must be between "
              + Durations.text(SHORTEST_WINDOW)
              + " and "
              + Durations.text(LONGEST_WINDOW)
              + ". Cloud Monitoring samples the requests every "
              + Durations.text(Metrics.SAMPLING)
              + " and shows a sample up to "
              + Durations.text(Metrics.DELAY)
              + " later, so a shorter window may hold none at all.");
    }
  }

  private static void within(String name, boolean fits, String given, String range) {
    if (!fits) {
      throw new InvalidValueException(
          "The gate's " + name + " is " + given + ": it must be between " + range + ".");
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe() {
    List<String> limits = new ArrayList<>();
    errorRate.ifPresent(rate -> limits.add("5xx at most " + MetricsJudge.text(rate) + " %"));
    latencies.forEach(
        (percentile, limit) -> limits.add("p" + percentile + " at most " + Durations.text(limit)));
    compareWith.ifPresent(
        ratio -> limits.add("at most " + MetricsJudge.text(ratio) + " times the stable revision"));
    query.ifPresent(asked -> limits.add("query " + asked.limit()));
    return "metrics (" + String.join(", ", limits) + ")";
  }

  /** Without a share of the traffic there is nothing to measure. */
  @Override
  public boolean asks(int percent) {
    return percent > 0;
  }

  @Override
  public Verdict look(Subject subject, Providers providers) throws Failure {
    Metrics metrics = providers.metrics();
    Instant earliest = subject.now().minus(window);
    Instant from = earliest.isAfter(subject.since()) ? earliest : subject.since();
    Optional<Sample> candidate = Optional.empty();
    Optional<Sample> stable = Optional.empty();
    if (counts()) {
      Sample sample = sample(metrics, subject, subject.revision(), from, subject.now());
      candidate = Optional.of(sample);
      if (compareWith.isPresent() && subject.stable().isPresent() && enough(sample)) {
        // With all traffic on the new revision the stable one has none: what it was before counts.
        boolean gone = subject.percent() == 100;
        stable =
            Optional.of(
                sample(
                    metrics,
                    subject,
                    subject.stable().get(),
                    gone ? subject.since().minus(window) : from,
                    gone ? subject.since() : subject.now()));
      }
    }
    Optional<List<Double>> values = Optional.empty();
    if (query.isPresent()) {
      String asked = query.get().expression(places(subject));
      values = Optional.of(metrics.query(subject.service().project(), asked, subject.now()));
    }
    return MetricsJudge.judge(this, candidate, stable, values);
  }

  /** Whether requests are counted at all: a query alone may be about something else. */
  boolean counts() {
    return errorRate.isPresent()
        || !latencies.isEmpty()
        || compareWith.isPresent()
        || minRequests > 0;
  }

  boolean enough(Sample sample) {
    return sample.requests().all() >= Math.max(1, minRequests);
  }

  /** The percentiles that are measured. */
  List<Integer> percentiles() {
    return latencies.isEmpty() && compareWith.isPresent() && errorRate.isEmpty()
        ? List.of(USUAL_PERCENTILE)
        : List.copyOf(latencies.keySet());
  }

  private Sample sample(
      Metrics metrics, Subject subject, RevisionName revision, Instant from, Instant to)
      throws Failure {
    Metrics.Requests requests = metrics.requests(subject.service(), revision, from, to);
    SortedMap<Integer, Double> measured = new TreeMap<>();
    if (requests.all() >= Math.max(1, minRequests)) {
      for (int percentile : percentiles()) {
        OptionalDouble latency = metrics.latency(subject.service(), revision, percentile, from, to);
        latency.ifPresent(ms -> measured.put(percentile, ms));
      }
    }
    return new Sample(requests, measured);
  }

  private static Map<String, String> places(Subject subject) {
    return Map.of(
        "project", subject.service().project().value(),
        "location", subject.service().region().value(),
        "service", subject.service().service().value(),
        "revision", subject.revision().value(),
        "stable", subject.stable().map(RevisionName::value).orElse(""));
  }
}
