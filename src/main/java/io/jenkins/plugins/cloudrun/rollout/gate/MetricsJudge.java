package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics.Requests;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges measurements: pure. What exceeds a limit is unhealthy, whatever else is missing; too few
 * requests or no data are inconclusive; only what has everything and keeps every limit is healthy.
 */
public final class MetricsJudge {
  /** A stable revision's error rate below this many percent counts as this in a comparison. */
  public static final double LEAST_ERROR_RATE = 0.5;

  /** A stable revision's latency below this many milliseconds counts as this in a comparison. */
  public static final double LEAST_LATENCY_MS = 10;

  private MetricsJudge() {}

  /**
   * What was measured of one revision.
   *
   * @param latencies in milliseconds by percentile; one without data is missing
   */
  public record Sample(Requests requests, SortedMap<Integer, Double> latencies) {
    public Sample {
      latencies = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(latencies));
    }
  }

  /**
   * The verdict.
   *
   * @param candidate empty when the gate counts no requests
   * @param stable empty when the gate does not compare, or there is nothing to compare with
   * @param values of the query, empty when there is none
   */
  public static Verdict judge(
      MetricsGate gate,
      Optional<Sample> candidate,
      Optional<Sample> stable,
      Optional<List<Double>> values) {
    Findings found = new Findings();
    candidate.ifPresent(sample -> sample(gate, sample, stable, found));
    values.ifPresent(all -> query(gate, all, found));
    return found.verdict();
  }

  private static void sample(
      MetricsGate gate, Sample sample, Optional<Sample> stable, Findings found) {
    Requests requests = sample.requests();
    found.values.put("requests", requests.all());
    if (!gate.enough(sample)) {
      found.unknown.add(
          requests.all()
              + " of at least "
              + Math.max(1, gate.minRequests())
              + " requests are visible of the last "
              + Durations.text(gate.window()));
      return;
    }
    found.good.add(requests.all() + " requests");
    found.values.put("errorRate", requests.errorRate());
    limit(
        "5xx rate " + text(requests.errorRate()) + " %",
        requests.errorRate(),
        gate.errorRate(),
        " %",
        found);
    for (int percentile : gate.percentiles()) {
      Optional<Double> ms = Optional.ofNullable(sample.latencies().get(percentile));
      if (ms.isEmpty()) {
        found.unknown.add("no p" + percentile + " is visible yet");
      } else {
        found.values.put("latencyP" + percentile + "Ms", ms.get());
        limit(
            "p" + percentile + " " + text(ms.get()) + " ms",
            ms.get(),
            Optional.ofNullable(gate.latencies().get(percentile)).map(l -> l.toNanos() / 1e6),
            " ms",
            found);
      }
    }
    gate.compareWith().ifPresent(ratio -> compare(gate, sample, stable, ratio, found));
  }

  private static void compare(
      MetricsGate gate, Sample sample, Optional<Sample> stable, double ratio, Findings found) {
    if (stable.isEmpty()) {
      found.good.add("no stable revision to compare with");
      return;
    }
    Sample before = stable.get();
    found.values.put("stableRequests", before.requests().all());
    if (!gate.enough(before)) {
      found.unknown.add(
          before.requests().all()
              + " of at least "
              + Math.max(1, gate.minRequests())
              + " requests of the stable revision are visible to compare with");
      return;
    }
    double rate = before.requests().errorRate();
    found.values.put("stableErrorRate", rate);
    times(
        "5xx rate " + text(sample.requests().errorRate()) + " %",
        sample.requests().errorRate(),
        rate,
        Math.max(rate, LEAST_ERROR_RATE) * ratio,
        " %",
        found);
    for (int percentile : gate.percentiles()) {
      Optional<Double> now = Optional.ofNullable(sample.latencies().get(percentile));
      Optional<Double> then = Optional.ofNullable(before.latencies().get(percentile));
      then.ifPresent(ms -> found.values.put("stableLatencyP" + percentile + "Ms", ms));
      if (then.isEmpty()) {
        found.unknown.add("no p" + percentile + " of the stable revision is visible");
      } else if (now.isPresent()) {
        times(
            "p" + percentile + " " + text(now.get()) + " ms",
            now.get(),
            then.get(),
            Math.max(then.get(), LEAST_LATENCY_MS) * ratio,
            " ms",
            found);
      }
    }
  }

  private static void limit(
      String measured, double value, Optional<Double> limit, String unit, Findings found) {
    if (limit.isPresent() && value > limit.get()) {
      found.bad.add(measured + ", allowed are " + text(limit.get()) + unit);
    } else {
      found.good.add(measured);
    }
  }

  private static void times(
      String measured, double value, double stable, double allowed, String unit, Findings found) {
    String than = " (stable " + text(stable) + unit + ")";
    if (value > allowed) {
      found.bad.add(measured + than + ", allowed are " + text(allowed) + unit);
    } else {
      found.good.add(measured + than);
    }
  }

  private static void query(MetricsGate gate, List<Double> all, Findings found) {
    PromQuery query = gate.query().orElseThrow(() -> new IllegalStateException("no query"));
    List<Double> numbers = all.stream().filter(Double::isFinite).toList();
    if (numbers.isEmpty()) {
      found.unknown.add(all.isEmpty() ? "the query has no data" : "the query's value is no number");
      return;
    }
    List<Double> beyond = query.beyond(numbers);
    double shown = beyond.isEmpty() ? numbers.get(0) : beyond.get(0);
    found.values.put("query", shown);
    if (beyond.isEmpty()) {
      found.good.add("query " + text(shown) + " (must be " + query.limit() + ")");
    } else {
      found.bad.add("query " + text(shown) + ", must be " + query.limit());
    }
  }

  /** At most three places. */
  static String text(double value) {
    return new BigDecimal(value)
        .setScale(3, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static final class Findings {
    private final List<String> bad = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> good = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    Verdict verdict() {
      if (!bad.isEmpty()) {
        return Verdict.unhealthy(joined(bad, good), values);
      }
      return unknown.isEmpty()
          ? Verdict.healthy(joined(good, List.of()), values)
          : Verdict.inconclusive(joined(unknown, good), values);
    }

    private static String joined(List<String> first, List<String> then) {
      List<String> all = new ArrayList<>(first);
      all.addAll(then);
      return String.join("; ", all);
    }
  }
}
