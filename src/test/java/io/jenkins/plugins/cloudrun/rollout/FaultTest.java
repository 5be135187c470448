package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Behaviour;
import io.jenkins.plugins.cloudrun.durable.Decision;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the plugin itself ends a rollout, and leaves its traffic sound. */
class FaultTest {
  // Held: the logging framework forgets the level of a logger that nobody holds.
  private final Logger log = Logger.getLogger("io.jenkins.plugins.cloudrun.durable");

  @TempDir Path home;
  private Scenario scenario;

  @BeforeEach
  void setUp() {
    log.setLevel(Level.OFF);
    scenario = new Scenario(home);
    scenario.serving();
  }

  @AfterEach
  void loudly() {
    log.setLevel(null);
  }

  /** Throws where a rollout is in certain phases. */
  private final class Faulty implements Behaviour<Rollout> {
    private final RolloutBehaviour sound = new RolloutBehaviour(scenario.cloud, scenario.clock);
    private final Predicate<Phase> where;
    private final boolean hopeless;

    Faulty(Predicate<Phase> where, boolean hopeless) {
      this.where = where;
      this.hopeless = hopeless;
    }

    @Override
    public Decision<Rollout> decide(Rollout value, boolean granted, Instant now) {
      if (where.test(value.phase())) {
        throw new IllegalStateException("token=very-secret-value");
      }
      return sound.decide(value, granted, now);
    }

    @Override
    public Rollout broken(Rollout value, String fault, Instant now) {
      if (hopeless) {
        throw new IllegalStateException("this too");
      }
      return sound.broken(value, fault, now);
    }

    @Override
    public boolean holding(Rollout value) {
      return sound.holding(value);
    }
  }

  private Settlement run(Faulty behaviour) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                new FileStore<>(home, new RolloutJson(Scenario.SEAL)),
                behaviour,
                poller,
                scenario.clock)) {
      engine.start(scenario.rollout(Scenario.canary()));
      Settlement end = scenario.await(engine, "r-1");
      for (int i = 0; i < 5000 && engine.size() > 0; i++) {
        Thread.sleep(1);
      }
      assertEquals(0, engine.size(), "nothing is left waiting");
      return end;
    }
  }

  private String traffic() {
    return Split.text(scenario.cloud.services.get(Scenario.KEY).traffic);
  }

  @Test
  void beforeAnyChangeItJustEnds() throws Exception {
    Settlement end = run(new Faulty(phase -> phase instanceof Preparing, false));
    assertEquals("internal_error", Scenario.outcome(end));
    assertFalse(end.success());
    assertTrue(end.message().contains("Nothing was changed"), end.message());
    assertTrue(end.message().contains("IllegalStateException at FaultTest.java:"), end.message());
    assertFalse(end.message().contains("very-secret"), end.message());
    assertTrue(scenario.cloud.effects.isEmpty());
  }

  @Test
  void afterAShiftTheTrafficGoesBack() throws Exception {
    Settlement end =
        run(new Faulty(phase -> phase instanceof Gating gating && gating.stop() == 2, false));
    assertEquals("internal_error", Scenario.outcome(end));
    assertEquals("100 % " + Scenario.OLD, traffic());
    assertTrue(end.message().contains("Traffic is back on 100 % " + Scenario.OLD), end.message());
  }

  @Test
  void whenTheWayBackFailsTooAPersonIsToldWhatToDo() throws Exception {
    Settlement end =
        run(
            new Faulty(
                phase ->
                    phase instanceof RollingBack
                        || (phase instanceof Gating gating && gating.stop() == 2),
                false));
    assertEquals("rollback_failed", Scenario.outcome(end));
    assertTrue(
        end.message().contains("gcloud run services update-traffic shop --to-revisions="),
        end.message());
  }

  @Test
  void whatCannotEvenBeEndedIsLetGoAndKept() throws Exception {
    Settlement end = run(new Faulty(phase -> phase instanceof Baking, true));
    assertEquals("lost", Scenario.outcome(end));
    assertTrue(Files.exists(home.resolve("active/r-1.json")), "its state is kept");
    // The plugin is mended, and Jenkins starts again.
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                new FileStore<>(home, new RolloutJson(Scenario.SEAL)),
                new RolloutBehaviour(scenario.cloud, scenario.clock),
                poller,
                scenario.clock)) {
      engine.resume();
      assertEquals("succeeded", Scenario.outcome(scenario.await(engine, "r-1")));
    }
  }
}
