package io.jenkins.plugins.cloudrun.rollout.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.gate.MetricsJudge.Sample;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsJudgeTest {
  private static final int CASES = 20_000;
  private final Random chance = new Random(20261121);

  private static MetricsGate gate(
      Optional<Double> errorRate, Map<Integer, Duration> latencies, Optional<Double> compare) {
    return new MetricsGate(
        errorRate,
        new TreeMap<>(latencies),
        50,
        Duration.ofMinutes(5),
        Optional.empty(),
        compare,
        MetricsGate.DEFAULT_TERMS);
  }

  private Sample sample() {
    long all = chance.nextInt(200);
    TreeMap<Integer, Double> latencies = new TreeMap<>();
    if (chance.nextInt(10) > 0) {
      latencies.put(99, (double) chance.nextInt(1000));
    }
    return new Sample(new Requests(all, all == 0 ? 0 : chance.nextInt((int) all + 1)), latencies);
  }

  /** Against the rule in whole numbers: errors * 100 > rate * all. */
  @Test
  void theErrorRateIsExactAtItsLimit() {
    for (int i = 0; i < CASES; i++) {
      int rate = chance.nextInt(101);
      Sample sample = sample();
      Health health =
          MetricsJudge.judge(
                  gate(Optional.of((double) rate), Map.of(), Optional.empty()),
                  Optional.of(sample),
                  Optional.empty(),
                  Optional.empty())
              .health();
      Requests requests = sample.requests();
      Health expected =
          requests.all() < 50
              ? Health.INCONCLUSIVE
              : requests.serverErrors() * 100 > (long) rate * requests.all()
                  ? Health.UNHEALTHY
                  : Health.HEALTHY;
      assertEquals(expected, health, rate + " % of " + requests);
    }
  }

  /** More errors or slower answers never make a verdict better. */
  @Test
  void worseMeasurementsNeverMakeABetterVerdict() {
    MetricsGate gate =
        gate(Optional.of(10.0), Map.of(99, Duration.ofMillis(500)), Optional.of(1.5));
    Sample stable = new Sample(new Requests(100, 4), new TreeMap<>(Map.of(99, 300.0)));
    for (int i = 0; i < CASES; i++) {
      Sample one = sample();
      long more =
          Math.min(one.requests().all(), one.requests().serverErrors() + chance.nextInt(20));
      TreeMap<Integer, Double> slower = new TreeMap<>(one.latencies());
      slower.replaceAll((percentile, ms) -> ms + chance.nextInt(100));
      Sample worse = new Sample(new Requests(one.requests().all(), more), slower);
      Health before = judge(gate, one, stable);
      Health after = judge(gate, worse, stable);
      assertTrue(after.compareTo(before) >= 0, one + " is " + before + ", " + worse + " " + after);
    }
  }

  private static Health judge(MetricsGate gate, Sample candidate, Sample stable) {
    return MetricsJudge.judge(gate, Optional.of(candidate), Optional.of(stable), Optional.empty())
        .health();
  }

  /** Healthy needs everything: enough requests, each percentile, and the stable one's too. */
  @Test
  void whatIsMissingIsNeverHealthy() {
    MetricsGate gate =
        gate(Optional.of(100.0), Map.of(99, Duration.ofHours(1)), Optional.of(100.0));
    for (int i = 0; i < CASES; i++) {
      Sample candidate = sample();
      Sample stable = sample();
      boolean complete =
          candidate.requests().all() >= 50
              && stable.requests().all() >= 50
              && candidate.latencies().containsKey(99)
              && stable.latencies().containsKey(99);
      Health health = judge(gate, candidate, stable);
      if (!complete) {
        assertTrue(health != Health.HEALTHY, candidate + " " + stable);
      }
    }
  }

  @Test
  void aRatioOfAlmostNothingIsNotTakenLiterally() {
    MetricsGate gate = gate(Optional.empty(), Map.of(), Optional.of(2.0));
    Sample calm = new Sample(new Requests(1000, 0), new TreeMap<>(Map.of(95, 2.0)));
    Sample usual = new Sample(new Requests(1000, 9), new TreeMap<>(Map.of(95, 19.0)));
    assertEquals(Health.HEALTHY, judge(gate, usual, calm));
    Sample bad = new Sample(new Requests(1000, 11), new TreeMap<>(Map.of(95, 19.0)));
    assertEquals(Health.UNHEALTHY, judge(gate, bad, calm));
    Sample slow = new Sample(new Requests(1000, 0), new TreeMap<>(Map.of(95, 21.0)));
    assertEquals(Health.UNHEALTHY, judge(gate, slow, calm));
  }

  @Test
  void aQueryIsJudgedByAllItsValues() {
    MetricsGate gate =
        new MetricsGate(
            Optional.empty(),
            new TreeMap<>(),
            0,
            Duration.ofMinutes(5),
            Optional.of(new PromQuery("a - b < 0.5")),
            Optional.empty(),
            MetricsGate.DEFAULT_TERMS);
    assertEquals(Health.HEALTHY, query(gate, 0.1, 0.4999));
    assertEquals(Health.UNHEALTHY, query(gate, 0.1, 0.5));
    assertEquals(Health.INCONCLUSIVE, query(gate));
    assertEquals(Health.INCONCLUSIVE, query(gate, Double.NaN));
    assertEquals(Health.HEALTHY, query(gate, Double.NaN, 0.1));
  }

  private static Health query(MetricsGate gate, Double... values) {
    return MetricsJudge.judge(
            gate, Optional.empty(), Optional.empty(), Optional.of(List.of(values)))
        .health();
  }

  @Test
  void aWindowThatMayHoldNoSampleIsRefusedWithTheReason() {
    String refusal =
        assertThrows(
                InvalidValueException.class,
                () ->
                    new MetricsGate(
                        Optional.of(1.0),
                        new TreeMap<>(),
                        50,
                        Duration.ofSeconds(239),
                        Optional.empty(),
                        Optional.empty(),
                        MetricsGate.DEFAULT_TERMS))
            .getMessage();
    assertTrue(refusal.contains("between 4m and 1d"), refusal);
    assertTrue(refusal.contains("shows a sample up to 3m later"), refusal);
  }

  @Test
  void aGateWithoutALimitIsRefused() {
    String refusal =
        assertThrows(
                InvalidValueException.class,
                () -> gate(Optional.empty(), Map.of(), Optional.empty()))
            .getMessage();
    assertTrue(refusal.contains("metrics(errorRate: '1%')"), refusal);
  }

  @Test
  void placesAreFilledInAndTheThresholdStaysHere() {
    PromQuery query =
        new PromQuery("sum(rate(x{r=\"{{revision}}\",s=\"{{ service }}\"}[5m])) / 2 <= 1e-3");
    assertEquals(
        "sum(rate(x{r=\"shop-2\",s=\"shop\"}[5m])) / 2",
        query.expression(Map.of("revision", "shop-2", "service", "shop")));
    assertEquals("<= 1e-3", query.limit());
    for (String wrong :
        List.of("up", "up < bool 1", "sum(up < 1", "x{a=\"{{revisoin}}\"} < 1", "< 3", "")) {
      assertThrows(InvalidValueException.class, () -> new PromQuery(wrong), wrong);
    }
  }
}
