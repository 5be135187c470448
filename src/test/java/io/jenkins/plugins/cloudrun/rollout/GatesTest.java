package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.LogsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.MetricsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.PromQuery;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import io.jenkins.plugins.cloudrun.rollout.gate.UnknownGate;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics.Requests;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of gate, with each of its verdicts, in a rollout from beginning to end. */
class GatesTest {
  private static final Terms SHORT =
      new Terms(
          Duration.ofSeconds(1),
          Optional.of(Duration.ofSeconds(5)),
          1,
          Duration.ZERO,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));
  static final MetricsGate METRICS =
      new MetricsGate(
          Optional.of(1.0),
          new TreeMap<>(Map.of(99, Duration.ofMillis(500))),
          50,
          Duration.ofMinutes(10),
          Optional.empty(),
          Optional.empty(),
          SHORT);
  static final MetricsGate QUERY =
      new MetricsGate(
          Optional.empty(),
          new TreeMap<>(),
          0,
          Duration.ofMinutes(10),
          Optional.of(new PromQuery("sum(my_errors{revision=\"{{revision}}\"}) < 0.1")),
          Optional.empty(),
          SHORT);
  static final LogsGate LOGS = new LogsGate(LogSeverity.ERROR, 0, Duration.ofMinutes(5), SHORT);
  static final Failure BROKEN =
      new Failure.Transient("Monitoring is unavailable.", Optional.empty(), null);
  private static final Failure DENIED =
      new Failure.Permanent(Failure.Reason.DENIED, "It needs roles/monitoring.viewer.", null);

  @TempDir Path home;
  private Scenario scenario;
  private FakeTelemetry telemetry;

  @BeforeEach
  void setUp() {
    scenario = new Scenario(home);
    scenario.serving();
    telemetry = scenario.cloud.telemetry;
  }

  static Stream<Gate> gates() {
    return Stream.of(METRICS, QUERY, LOGS);
  }

  private Settlement run(Gate gate) throws Exception {
    return scenario.run(Scenario.with(Scenario.canary(), List.of(gate)));
  }

  static List<Map<?, ?>> verdicts(Settlement end) {
    return ((List<?>) end.result().get("verdicts"))
        .stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
  }

  static List<String> healths(Settlement end) {
    return verdicts(end).stream()
        .map(row -> row.get("health") + " at " + row.get("percent"))
        .toList();
  }

  private boolean logged(String text) {
    return scenario.log.stream().anyMatch(line -> line.contains(text));
  }

  private String traffic() {
    return Split.text(scenario.cloud.services.get(Scenario.KEY).traffic);
  }

  @ParameterizedTest
  @MethodSource("gates")
  void aHealthyRevisionGetsAllTraffic(Gate gate) throws Exception {
    Settlement end = run(gate);
    assertTrue(end.success(), end.message());
    assertEquals("100 % LATEST", traffic());
    List<String> asked = List.of("healthy at 5", "healthy at 50", "healthy at 100");
    assertEquals(
        gate == LOGS ? List.of("healthy at 0", asked.get(0), asked.get(1), asked.get(2)) : asked,
        healths(end));
    assertEquals(gate != LOGS, logged("is not asked at 0 %"));
  }

  @Test
  void measurementsAreInTheResultAndInTheLog() throws Exception {
    Settlement end = run(METRICS);
    Map<?, ?> first = verdicts(end).get(0);
    assertEquals(
        Map.of("requests", 1000, "errorRate", 0.2, "latencyP99Ms", 120), first.get("measurements"));
    assertTrue(logged("at 5 %: healthy (1000 requests; 5xx rate 0.2 %; p99 120 ms)"));
  }

  @ParameterizedTest
  @MethodSource("gates")
  void anUnhealthyRevisionIsRolledBackAtOnce(Gate gate) throws Exception {
    telemetry.candidate = new Requests(1000, 20);
    telemetry.values = List.of(0.01, 0.3);
    telemetry.errors = List.of("NullPointerException in Cart", "again");
    Settlement end = run(gate);
    assertEquals("rolled_back", Scenario.outcome(end));
    assertEquals("100 % " + Scenario.OLD, traffic());
    // At 5 % it is seen during the bake, and asked again before anything follows from it.
    assertEquals(
        gate == LOGS ? List.of("unhealthy at 0") : List.of("unhealthy at 5", "unhealthy at 5"),
        healths(end));
    String why =
        gate == METRICS
            ? "5xx rate 2 %, allowed are 1 %"
            : gate == QUERY ? "query 0.3, must be < 0.1" : "NullPointerException in Cart";
    assertTrue(end.message().contains(why), end.message());
  }

  @ParameterizedTest
  @MethodSource("gates")
  void withoutDataNothingIsPromotedAndTheBudgetEnds(Gate gate) throws Exception {
    telemetry.candidate = new Requests(0, 0);
    telemetry.values = List.of();
    telemetry.anyEntry = false;
    long before = scenario.clock.instant().toEpochMilli();
    Settlement end = run(gate);
    assertEquals("rolled_back", Scenario.outcome(end));
    int share = gate == LOGS ? 0 : 5;
    // Once in the bake if there is one, once when the budget begins, and once at its end.
    assertEquals(
        Collections.nCopies(gate == LOGS ? 2 : 3, "inconclusive at " + share), healths(end));
    assertTrue(end.message().contains("could not tell whether"), end.message());
    Duration waited = Duration.ofMillis(scenario.clock.instant().toEpochMilli() - before);
    assertTrue(waited.compareTo(gate.terms().inconclusiveFor()) >= 0, waited.toString());
    assertTrue(logged("cannot tell yet"), scenario.log.toString());
  }

  @ParameterizedTest
  @MethodSource("gates")
  void aProviderThatFailsIsNotAnUnhealthyRevisionAndItsBudgetEnds(Gate gate) throws Exception {
    telemetry.failure = Optional.of(BROKEN);
    Settlement end = run(gate);
    assertEquals("rolled_back", Scenario.outcome(end));
    int share = gate == LOGS ? 0 : 5;
    assertEquals(Collections.nCopies(gate == LOGS ? 2 : 3, "error at " + share), healths(end));
    assertTrue(end.message().contains("says nothing about the revision"), end.message());
    assertTrue(end.message().contains("Monitoring is unavailable."), end.message());
    assertFalse(end.message().contains("unhealthy"), end.message());
  }

  @ParameterizedTest
  @MethodSource("gates")
  void aProviderThatComesBackIsForgiven(Gate gate) throws Exception {
    telemetry.failure = Optional.of(BROKEN);
    telemetry.failuresLeft = 4;
    Plan plan =
        Scenario.plan(
            Plan.Traffic.ALL,
            List.of(new CanaryStep(new Percent(5), Duration.ZERO)),
            List.of(Scenario.KEY.region()));
    Settlement end = scenario.run(Scenario.with(plan, List.of(gate)));
    assertTrue(end.success(), end.message());
    assertTrue(logged("could not be asked"), scenario.log.toString());
  }

  @Test
  void aRefusalForGoodIsBelievedTheThirdTime() throws Exception {
    telemetry.failure = Optional.of(DENIED);
    Settlement end = run(new LogsGate(LogSeverity.ERROR, 0, Duration.ofMinutes(5), quick()));
    assertTrue(end.message().contains("roles/monitoring.viewer"), end.message());
    assertEquals(3, telemetry.asked.size());
  }

  private static Terms quick() {
    Terms usual = LogsGate.DEFAULT_TERMS;
    return new Terms(
        Duration.ZERO,
        Optional.of(Duration.ofSeconds(1)),
        1,
        usual.within(),
        usual.inconclusiveFor(),
        usual.errorsFor());
  }

  @Test
  void twiceAsManyErrorsAsTheStableRevisionAreTooMany() throws Exception {
    MetricsGate compared =
        new MetricsGate(
            Optional.of(50.0),
            new TreeMap<>(),
            50,
            Duration.ofMinutes(10),
            Optional.empty(),
            Optional.of(1.5),
            SHORT);
    telemetry.candidate = new Requests(1000, 20);
    telemetry.stable = new Requests(1000, 10);
    Settlement end = run(compared);
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(
        end.message().contains("5xx rate 2 % (stable 1 %), allowed are 1.5 %"), end.message());
  }

  @Test
  void aGateIsAskedAfterItsWarmUpAndAtItsInterval() throws Exception {
    Terms terms =
        new Terms(
            Duration.ofMinutes(2),
            Optional.of(Duration.ofSeconds(40)),
            3,
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5));
    long begin = scenario.clock.instant().toEpochMilli();
    Settlement end =
        scenario.run(
            Scenario.with(
                Scenario.plan(Plan.Traffic.NONE, List.of(), List.of(Scenario.KEY.region())),
                List.of(new LogsGate(LogSeverity.ERROR, 0, Duration.ofMinutes(5), terms))));
    assertTrue(end.success(), end.message());
    assertEquals(3, telemetry.asked.size());
    assertTrue(telemetry.asked.get(0).toEpochMilli() - begin >= 120_000);
    for (int i = 1; i < 3; i++) {
      Duration between = Duration.between(telemetry.asked.get(i - 1), telemetry.asked.get(i));
      assertTrue(between.compareTo(Duration.ofSeconds(30)) >= 0, between.toString());
    }
  }

  @Test
  void aGateOfAnUnknownKindIsRefusedBeforeAnythingIsChanged() throws Exception {
    Settlement end = run(new UnknownGate("sonar", "{\"kind\":\"sonar\",\"project\":\"shop\"}"));
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("unknown kind 'sonar'"), end.message());
    assertEquals(List.of(), scenario.cloud.effects);
  }

  @Test
  void latencyThatNobodySeesYetIsInconclusive() throws Exception {
    telemetry.latency = OptionalDouble.empty();
    assertTrue(run(METRICS).message().contains("no p99 is visible yet"));
  }
}
