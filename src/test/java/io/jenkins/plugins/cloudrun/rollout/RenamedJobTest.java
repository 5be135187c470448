package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Behaviour;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Decision;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Failed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of a rollout, or a folder above it, gets another name. */
class RenamedJobTest {
  private static final String FORMER = "team/shop";
  private static final String NOW = "crew/shop";

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

  private FileStore<Rollout> store() {
    return new FileStore<>(home, new RolloutJson(Scenario.SEAL));
  }

  private ServiceRecords records() {
    return new ServiceRecords(new Notes(home.resolve("services")));
  }

  private DurableEngine<Rollout> engine(Poller poller) {
    return scenario.engine(poller, new Crash.At(0));
  }

  private Rollout asked(String item) {
    return Rollout.start(
        "r-1",
        new Origin(item, Optional.of(7), "alice"),
        Scenario.canary(),
        scenario.clock.instant());
  }

  @Test
  void oneThatBakesGoesOnUnderTheNewName() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(poller)) {
      engine.start(asked(FORMER));
      RolloutTest.until(engine, "r-1", Baking.KIND);
      engine.renamed(FORMER, NOW);
      assertEquals(NOW, store().find("r-1").orElseThrow().origin().item(), "it is on the disk");
      assertEquals(List.of("r-1"), engine.of(NOW, 5).stream().map(Rollout::id).toList());
      assertFalse(engine.knows(FORMER));
      Settlement end = scenario.await(engine, "r-1");
      assertTrue(end.success(), end.message());
      assertFalse(engine.knows(FORMER));
      engine.renamed(FORMER, NOW);
      assertEquals(1, engine.of(NOW, 5).size());
    }
    Rollout kept = store().settled(NOW, 5).get(0);
    assertEquals(new Origin(NOW, Optional.of(7), "alice"), kept.origin());
    assertEquals(kept.origin(), records().read(Scenario.KEY).serving().orElseThrow().by());
  }

  @Test
  void itIsRenamedAgainAndAgainWhileItGoesOnAndNoStepIsLost() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(poller)) {
      engine.start(asked("job-0"));
      int names = 0;
      while (engine.find("r-1").orElseThrow().settlement().isEmpty()) {
        engine.renamed("job-" + names, "job-" + (names + 1));
        names++;
        assertTrue(names < 100_000, "it does not come to its end");
      }
      Settlement end = scenario.await(engine, "r-1");
      assertTrue(end.success(), end.message());
      // The last one may have come right after it had settled, or right before.
      engine.renamed("job-" + (names - 1), "job-" + names);
      Rollout kept = engine.of("job-" + names, 5).get(0);
      assertEquals(
          2, scenario.cloud.services.get(Scenario.KEY).revisions.size(), "nothing is made twice");
      assertEquals("job-" + names, kept.origin().item());
      records().renamed("job-" + (names - 1), "job-" + names);
      System.out.println("renamed " + names + " times, saved " + kept.version() + " times");
    }
  }

  @Test
  void whatServesIsTheRenamedJobsAndNothingElseIsForgotten() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(poller)) {
      engine.start(asked(FORMER));
      assertTrue(scenario.await(engine, "r-1").success());
    }
    ServiceRecords records = records();
    Failed bad = new Failed(FakeCloud.DIGEST, Scenario.OLD, "It was slow.", Instant.EPOCH, "r-0");
    records.update(Scenario.KEY, known -> known.with(bad));
    ServiceRecord before = records.read(Scenario.KEY);
    records.renamed("team", "crew");
    assertEquals(before, records.read(Scenario.KEY), "a folder is no job");
    records.renamed(FORMER, NOW);
    ServiceRecord after = records().read(Scenario.KEY);
    assertEquals(NOW, after.serving().orElseThrow().by().item());
    assertEquals(List.of(bad), after.failed());
    assertEquals(before, after.renamed(NOW, FORMER), "all else is as it was");
    assertEquals(NOW, records.all().get(Scenario.KEY).serving().orElseThrow().by().item());
  }

  /** A kill after the job was renamed and before this was told: its Pipeline asks again. */
  @Test
  void oneThatTheRenamingDidNotReachGetsItsNameFromTheBuildThatAsksAgain() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(poller)) {
      engine.start(asked(FORMER));
      RolloutTest.until(engine, "r-1", Baking.KIND);
    }
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(poller)) {
      Rollout resumed = engine.start(asked(NOW));
      assertEquals(NOW, resumed.origin().item());
      assertTrue(scenario.await(engine, "r-1").success());
      assertEquals(1, engine.of(NOW, 5).size());
      assertFalse(engine.knows(FORMER));
    }
  }

  /** Its last turn began before the renaming, and tells what serves after it. */
  @Test
  void aTurnThatTheRenamingOvertakesTellsNoFormerName() throws Exception {
    ServiceRecords records = records();
    Behaviour<Rollout> rollouts = new RolloutBehaviour(scenario.cloud, scenario.clock, records);
    List<String> told = new ArrayList<>();
    AtomicReference<Engine<Rollout>> engines = new AtomicReference<>();
    Behaviour<Rollout> overtaken =
        new Behaviour<>() {
          @Override
          public Decision<Rollout> decide(Rollout value, boolean granted, Instant now) {
            ServiceRecord before = records.read(Scenario.KEY);
            Decision<Rollout> decision = rollouts.decide(value, granted, now);
            if (decision.next().settlement().isEmpty()) {
              return decision;
            }
            records.update(Scenario.KEY, known -> before);
            engines.get().renamed(FORMER, NOW);
            records.renamed(FORMER, NOW);
            Decision<Rollout> late = rollouts.decide(value, granted, now);
            told.add(records.read(Scenario.KEY).serving().orElseThrow().by().item());
            return late;
          }

          @Override
          public Rollout broken(Rollout value, String fault, Instant now) {
            return rollouts.broken(value, fault, now);
          }

          @Override
          public boolean holding(Rollout value) {
            return rollouts.holding(value);
          }

          @Override
          public void renamed(Rollout value, String former) {
            rollouts.renamed(value, former);
          }
        };
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine =
            new DurableEngine<>(store(), overtaken, poller, scenario.clock)) {
      engines.set(engine);
      engine.start(asked(FORMER));
      assertTrue(scenario.await(engine, "r-1").success());
      assertEquals(List.of(FORMER), told, "that is what this is about");
      assertEquals(NOW, engine.of(NOW, 5).get(0).origin().item());
      assertFalse(engine.knows(FORMER));
      assertEquals(NOW, records.read(Scenario.KEY).serving().orElseThrow().by().item());
    }
  }
}
