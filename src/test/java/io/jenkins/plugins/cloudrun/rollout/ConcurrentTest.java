package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several rollouts of one service, and one rollout of several. */
class ConcurrentTest {
  @TempDir Path home;
  private Scenario scenario;

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @BeforeEach
  void setUp() {
    scenario = new Scenario(home);
    scenario.serving();
  }

  private Rollout rollout(int number, Concurrent concurrent, Instant started) {
    return Rollout.start(
        "r-" + number,
        new Origin("team/shop", Optional.of(number), "alice"),
        Scenario.with(Scenario.canary(), new Policy(concurrent, false)),
        started);
  }

  private Rollout rollout(int number, Concurrent concurrent) {
    return rollout(number, concurrent, scenario.clock.instant());
  }

  /** Until a rollout has changed the service. */
  private static void changed(DurableEngine<Rollout> engine, String id) throws Exception {
    until(engine, id, phase -> phase instanceof Baking);
  }

  private static void until(DurableEngine<Rollout> engine, String id, Predicate<Phase> there)
      throws Exception {
    for (int i = 0; i < 10_000; i++) {
      if (there.test(engine.find(id).orElseThrow().phase())) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError(engine.find(id).toString());
  }

  @Test
  void theOrderOfStartingIsKeptOverRestarts() throws Exception {
    Instant began = scenario.clock.instant();
    Crash.At soon = new Crash.At(12);
    scenario.cloud.gone = soon;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, soon)) {
      try {
        // Ids do not sort as the starts do.
        for (int n : List.of(7, 3, 9, 1)) {
          engine.start(rollout(n, Concurrent.WAIT, began.plusMillis(20L - 2L * n)));
          if (n == 7) {
            until(engine, "r-7", phase -> !(phase instanceof Queued));
          }
        }
      } catch (Crash crash) {
        assertTrue(soon.happened());
      }
      for (int i = 0; i < 20_000 && !soon.happened(); i++) {
        Thread.sleep(1);
      }
    }
    scenario.cloud.gone = new Crash.At(0);
    List<String> ends = new ArrayList<>();
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.resume();
      for (int n : List.of(7, 3, 9, 1)) {
        ends.add(Scenario.outcome(scenario.await(engine, "r-" + n)));
      }
    }
    assertEquals(List.of("succeeded", "succeeded", "succeeded", "succeeded"), ends);
    List<String> order =
        scenario.cloud.services.get(Scenario.KEY).revisions.stream()
            .skip(1)
            .map(Object::toString)
            .toList();
    // The first had begun before the others were started; those wait by their time of starting.
    List<String> expected =
        List.of(7, 9, 3, 1).stream()
            .map(n -> rollout(n, Concurrent.WAIT).revision().toString())
            .toList();
    assertEquals(expected, order);
  }

  @Test
  void aSupersededRolloutPutsBackWhatItChangedFirst() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(rollout(1, Concurrent.WAIT));
      changed(engine, "r-1");
      engine.start(rollout(2, Concurrent.WAIT));
      engine.start(rollout(3, Concurrent.SUPERSEDE));
      Settlement third = scenario.await(engine, "r-3");
      Settlement first = scenario.await(engine, "r-1");
      Settlement second = scenario.await(engine, "r-2");
      assertTrue(third.success(), third.message());
      assertEquals("aborted", Scenario.outcome(first));
      assertTrue(
          first.message().contains("was superseded by team/shop #3 (concurrent: 'supersede')"),
          first.message());
      assertTrue(
          first.message().endsWith("Traffic is back on 100 % " + Scenario.OLD + "."),
          first.message());
      assertTrue(second.message().endsWith("Nothing was changed."), second.message());
      List<String> effects = scenario.cloud.effects;
      int back = effects.indexOf("traffic 100 % " + Scenario.OLD);
      int deploy = effects.lastIndexOf("deploy 100 % " + Scenario.OLD);
      assertTrue(0 < back && back < deploy, effects.toString());
    }
  }

  /** Anybody may write the name of any service into a Pipeline. */
  @Test
  void whoMayNotSeeTheServiceSupersedesNobodyElse() throws Exception {
    Sessions refusing =
        (origin, account) -> {
          if (origin.item().equals("other/stranger")) {
            throw new Failure.Permanent(Failure.Reason.UNAUTHENTICATED, "No credential.", null);
          }
          return scenario.cloud.open(origin, account);
        };
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                new FileStore<>(home, new RolloutJson(Scenario.SEAL)),
                new RolloutBehaviour(refusing, scenario.clock),
                poller,
                scenario.clock)) {
      engine.start(rollout(1, Concurrent.WAIT));
      changed(engine, "r-1");
      engine.start(of("other/stranger", rollout(2, Concurrent.SUPERSEDE)));
      Settlement stranger = scenario.await(engine, "r-2");
      assertEquals("failed", Scenario.outcome(stranger));
      assertTrue(stranger.message().contains("No credential."), stranger.message());
      assertTrue(scenario.await(engine, "r-1").success());

      engine.start(rollout(3, Concurrent.WAIT));
      changed(engine, "r-3");
      engine.start(of("other/colleague", rollout(4, Concurrent.SUPERSEDE)));
      assertTrue(scenario.await(engine, "r-4").success());
      assertEquals("aborted", Scenario.outcome(scenario.await(engine, "r-3")));
    }
  }

  private static Rollout of(String item, Rollout like) {
    return Rollout.start(
        like.id(), new Origin(item, like.origin().run(), "mallory"), like.plan(), like.startedAt());
  }

  @Test
  void aRestartWhileSupersedingChangesNothing() throws Exception {
    int cases = 0;
    for (int point = 1; point <= 40; point++) {
      scenario = new Scenario(home.resolve("case-" + point));
      scenario.serving();
      Crash.At at = new Crash.At(point);
      scenario.cloud.gone = at;
      Rollout first = rollout(1, Concurrent.WAIT);
      Rollout second = rollout(2, Concurrent.SUPERSEDE, first.startedAt().plusSeconds(1));
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = scenario.engine(poller, at)) {
        try {
          engine.start(first);
          engine.start(second);
        } catch (Crash crash) {
          assertTrue(at.happened());
        }
        for (int i = 0; i < 20_000 && !at.happened() && engine.size() > 0; i++) {
          Thread.sleep(1);
        }
      }
      cases += at.happened() ? 1 : 0;
      scenario.cloud.gone = new Crash.At(0);
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
        engine.resume();
        engine.start(first);
        engine.start(second);
        assertEquals("succeeded", Scenario.outcome(scenario.await(engine, "r-2")), "" + point);
        String before = Scenario.outcome(scenario.await(engine, "r-1"));
        assertTrue(List.of("aborted", "succeeded").contains(before), point + ": " + before);
      }
      assertEquals(
          second.revision().value(),
          String.valueOf(scenario.cloud.services.get(Scenario.KEY).latestReady().orElseThrow()));
      assertEquals("100 % LATEST", Split.text(scenario.cloud.services.get(Scenario.KEY).traffic));
    }
    System.out.println("Superseding cut off: " + cases + " cases");
    assertTrue(cases >= 10, "" + cases);
  }

  @Test
  void failingSaysWhoHasTheService() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      Rollout first = rollout(1, Concurrent.WAIT);
      engine.start(first);
      changed(engine, "r-1");
      engine.start(rollout(2, Concurrent.FAIL));
      Settlement second = scenario.await(engine, "r-2");
      assertEquals("failed", Scenario.outcome(second));
      assertTrue(
          second
              .message()
              .contains(
                  "team/shop #1 has shop in us-central1 since "
                      + Moments.text(first.startedAt(), first.startedAt())),
          second.message());
      assertTrue(second.message().contains("Nothing was changed"), second.message());
      assertTrue(scenario.await(engine, "r-1").success());
    }
  }

  @Test
  void failingWithNobodyThereGoesOn() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(rollout(1, Concurrent.FAIL));
      assertTrue(scenario.await(engine, "r-1").success());
    }
  }

  @Test
  void theFirstRegionThatFailsHaltsTheOthers() throws Exception {
    List<Region> regions =
        List.of(Scenario.KEY.region(), new Region("europe-west1"), new Region("asia-east1"));
    scenario.cloud.failingRegion = "europe-west1";
    Settlement end = scenario.run(Scenario.plan(Plan.Traffic.ALL, List.of(), regions));
    assertFalse(end.success());
    assertEquals("failed", Scenario.outcome(end), "a first deploy has nothing to go back to");
    assertTrue(
        end.message()
            .endsWith(
                "Already done, and kept: revision "
                    + end.result().get("revision")
                    + " in us-central1. Not begun: asia-east1."),
        end.message());
    assertEquals(2, scenario.cloud.services.size(), "asia-east1 was left alone");
  }

  @Test
  void thePolicyIsStored() {
    Plan plan = Scenario.with(Scenario.canary(), new Policy(Concurrent.SUPERSEDE, true));
    assertEquals(plan, PlanJson.read(PlanJson.write(plan)));
  }
}
