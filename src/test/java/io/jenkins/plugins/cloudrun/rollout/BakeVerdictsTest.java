package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.VirtualTime;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** During a bake each change of what a gate says is told once, and no repeat. */
class BakeVerdictsTest {
  @TempDir Path home;
  private Scenario scenario;
  private FakeTelemetry telemetry;

  @BeforeEach
  void setUp() {
    scenario = new Scenario(home);
    scenario.serving();
    telemetry = scenario.cloud.telemetry;
  }

  private Settlement bake(Gate gate) throws Exception {
    Plan plan =
        Scenario.plan(
            Plan.Traffic.ALL,
            List.of(new CanaryStep(new Percent(5), Duration.ofMinutes(4))),
            List.of(Scenario.KEY.region()));
    VirtualTime time = new VirtualTime();
    CompletableFuture<Settlement> end = new CompletableFuture<>();
    try (DurableEngine<Rollout> engine =
        new DurableEngine<>(
            new FileStore<>(home, new RolloutJson(Scenario.SEAL)),
            new RolloutBehaviour(scenario.cloud, time),
            time,
            time)) {
      Rollout rollout =
          engine.start(
              Rollout.start(
                  "r-1",
                  new Origin("team/shop", Optional.of(7), "alice"),
                  Scenario.with(plan, List.of(gate)),
                  time.instant()));
      AutoCloseable unused = engine.watch(rollout.id(), 0, scenario.watcher(end));
      while (!end.isDone() && time.step()) {
        // Hours of it cost nothing.
      }
    }
    return end.get(0, TimeUnit.SECONDS);
  }

  private long lines(String text) {
    return scenario.log.stream().filter(line -> line.contains(text)).count();
  }

  @ParameterizedTest
  @MethodSource("io.jenkins.plugins.cloudrun.rollout.GatesTest#gates")
  void anErrorDuringABakeIsToldOnceAndSoIsItsEnd(Gate gate) throws Exception {
    telemetry.failure = Optional.of(GatesTest.BROKEN);
    telemetry.failuresLeft = 3;
    if (gate == GatesTest.LOGS) {
      // The first answers are those at 0 %, which are no bake.
      telemetry.failuresFrom = 1;
    }
    Settlement end = bake(gate);
    assertTrue(end.success(), end.message());
    assertEquals(
        List.of("error at 5", "healthy at 5", "healthy at 5", "healthy at 100"),
        GatesTest.healths(end).stream().filter(row -> !row.endsWith(" at 0")).toList());
    assertEquals(1, lines("could not be asked at 5 %"), scenario.log.toString());
    assertEquals(2, lines("at 5 %: healthy"), scenario.log.toString());
  }

  @Test
  void whatNobodyCanTellDuringABakeIsToldOnceAndSoIsItsEnd() throws Exception {
    telemetry.candidate = new Requests(10, 0);
    telemetry.candidateAfter = 4;
    Settlement end = bake(GatesTest.METRICS);
    assertTrue(end.success(), end.message());
    assertEquals(
        List.of("inconclusive at 5", "healthy at 5", "healthy at 5", "healthy at 100"),
        GatesTest.healths(end));
    assertEquals(1, lines("cannot tell at 5 %"), scenario.log.toString());
    assertEquals(
        10, ((Map<?, ?>) GatesTest.verdicts(end).get(0).get("measurements")).get("requests"));
  }
}
