package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops the engine after every save and after every effect, starts another over the same files, and
 * finds the same end.
 */
class RolloutCrashTest {
  @TempDir Path home;
  private int cases;

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @Test
  void aHealthyRolloutEndsTheSameWhereverItIsCutOff() throws Exception {
    everywhere(200);
  }

  @Test
  void anUnhealthyRolloutEndsTheSameWhereverItIsCutOff() throws Exception {
    everywhere(503);
  }

  private void everywhere(int status) throws Exception {
    Scenario calm = scenario("calm", status);
    Crash.At saves = new Crash.At(0);
    String expected = end(calm, saves);
    int effects = calm.cloud.effects.size();
    for (int point = 1; point <= saves.count(); point++) {
      cutOff(status, "save-" + point, new Crash.At(point), new Crash.At(0), expected);
    }
    for (int point = 1; point <= effects; point++) {
      cutOff(status, "effect-" + point, new Crash.At(0), new Crash.At(point), expected);
    }
    System.out.println("Rollout crash test, gate answers " + status + ": " + cases + " cases");
    assertTrue(
        saves.count() >= 8 && effects >= 1, saves.count() + " saves, " + effects + " effects");
  }

  private Scenario scenario(String name, int status) {
    Scenario scenario = new Scenario(home.resolve(name));
    scenario.serving();
    scenario.cloud.status = status;
    return scenario;
  }

  private void cutOff(int status, String name, Crash.At save, Crash.At effect, String expected)
      throws Exception {
    Scenario scenario = scenario(name, status);
    scenario.cloud.afterEffect = effect;
    scenario.cloud.gone = save;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, save)) {
      try {
        engine.start(scenario.rollout(Scenario.canaryForEveryone()));
      } catch (Crash crash) {
        assertTrue(save.happened());
      }
      for (int i = 0; i < 20_000 && !save.happened() && !effect.happened(); i++) {
        Thread.sleep(1);
      }
      assertTrue(save.happened() || effect.happened(), name + " was never reached");
    }
    scenario.cloud.afterEffect = new Crash.At(0);
    scenario.cloud.gone = new Crash.At(0);
    assertEquals(expected, end(scenario, new Crash.At(0)), name);
    cases++;
  }

  private static String end(Scenario scenario, Crash.At saves) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, saves)) {
      engine.resume();
      // The step asks again after a restart; that must not begin a second rollout.
      engine.start(scenario.rollout(Scenario.canaryForEveryone()));
      Settlement end = scenario.await(engine, "r-1");
      FakeCloud.Service service = scenario.cloud.services.get(Scenario.KEY);
      return Scenario.outcome(end)
          + ", "
          + Split.text(service.traffic)
          + ", revisions "
          + service.revisions
          + ", public "
          + scenario.cloud.everyone
          + ", url "
          + end.result().get("url");
    }
  }
}
