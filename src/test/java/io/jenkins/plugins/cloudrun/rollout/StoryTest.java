package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.Percent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build's log tells of a rollout. */
class StoryTest {
  /** Long enough to be met: an hour is eighteen seconds here. */
  private static final Plan LONG =
      Scenario.plan(
          Plan.Traffic.ALL,
          List.of(new CanaryStep(new Percent(5), Duration.ofMinutes(50))),
          List.of(Scenario.KEY.region()));

  @TempDir private Path home;
  private Scenario scenario;

  @BeforeEach
  void setUp() {
    scenario = new Scenario(home);
    scenario.serving();
  }

  private long told(String text) {
    return scenario.log.stream().filter(line -> line.contains(text)).count();
  }

  @Test
  void aShareSaysHowLongItBakes() throws Exception {
    Settlement end = scenario.run(Scenario.canary());
    assertTrue(end.success(), end.message());
    List<String> traffic =
        scenario.log.stream().filter(line -> line.contains("Traffic: ")).toList();
    assertEquals(3, traffic.size(), traffic.toString());
    assertTrue(traffic.get(0).endsWith(", to bake for 10s"), traffic.get(0));
    assertFalse(traffic.get(2).contains("bake"), traffic.get(2));
  }

  @Test
  void aRollbackIsAnnouncedAndAVerdictToldOnce() throws Exception {
    Settlement end;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(scenario.rollout(LONG));
      awaitBake(engine);
      scenario.cloud.status = 503;
      end = scenario.await(engine, "r-1");
    }
    assertFalse(end.success());
    assertEquals(1, told("Rolling back to 100 % " + Scenario.OLD), scenario.log.toString());
    assertEquals(
        1,
        scenario.log.stream().filter(line -> line.matches(".*: unhealthy \\(.*\\)")).count(),
        scenario.log.toString());
    assertEquals(0, told(" is unhealthy at "), scenario.log.toString());
    assertTrue(
        end.message()
            .endsWith(
                "Traffic is back on 100 % "
                    + Scenario.OLD
                    + ". This image is refused on this service from now on, unless it is forced"
                    + " (force: true)."),
        end.message());
  }

  @Test
  void nothingIsRolledBackThatDidNotMove() throws Exception {
    scenario.cloud.status = 503;
    scenario.run(Scenario.canary());
    assertEquals(0, told("Rolling back"), scenario.log.toString());
    assertEquals(1, told("Traffic is still on"), scenario.log.toString());
  }

  /** Where the traffic was then is of no use to who reads it later. */
  @Test
  void aRefusalNamesTheCauseAlone() throws Exception {
    scenario.cloud.status = 503;
    scenario.run(Scenario.canary());
    String refused = run("r-2", Scenario.canary()).message();
    assertTrue(refused.contains(" failed on "), refused);
    assertTrue(refused.contains("Gate "), refused);
    assertTrue(refused.contains(". Nothing was changed. Deploy another image"), refused);
    assertFalse(refused.contains("Traffic is"), refused);
    assertFalse(refused.contains("The rollout of"), refused);
    assertFalse(refused.matches(".*\\d\\.\\d+Z.*"), refused);
  }

  @Test
  void aForeignChangeSaysWhatServesNow() throws Exception {
    Settlement end;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(scenario.rollout(LONG));
      awaitBake(engine);
      synchronized (scenario.cloud) {
        scenario.cloud.services.get(Scenario.KEY).generation++;
      }
      end = scenario.await(engine, "r-1");
    }
    assertTrue(end.message().contains(". It serves "), end.message());
  }

  private static void awaitBake(DurableEngine<Rollout> engine) throws Exception {
    for (int i = 0; i < 15_000; i++) {
      if (engine.find("r-1").orElseThrow().phase() instanceof Baking) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError(engine.find("r-1").orElseThrow());
  }

  private Settlement run(String id, Plan plan) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(
          Rollout.start(
              id,
              new Origin("team/shop", Optional.of(2), "alice"),
              plan,
              scenario.clock.instant()));
      return scenario.await(engine, id);
    }
  }
}
