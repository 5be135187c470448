package io.jenkins.plugins.cloudrun.cloudbuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Builds in the cloud, cut off everywhere. */
class SourceBuildCrashTest extends SourceBuildRig {
  @Test
  void endsTheSameWhereverItIsCutOff() throws Exception {
    FakeBuilds calm = builds();
    Crash.At saves = new Crash.At(0);
    String expected = end("reference", calm, saves);
    int cases = 0;
    for (int point = 1; point <= saves.count(); point++) {
      cutOff("save-" + point, new Crash.At(point), new Crash.At(0), expected);
      cases++;
    }
    for (int point = 1; point <= calm.effects.size(); point++) {
      cutOff("effect-" + point, new Crash.At(0), new Crash.At(point), expected);
      cases++;
    }
    System.out.println("Build crash test: " + cases + " cases");
    assertTrue(saves.count() >= 12, saves.count() + " saves");
  }

  /** Whose log is read in several parts of several lines. */
  private static FakeBuilds builds() {
    FakeBuilds builds = new FakeBuilds();
    builds.looks = 8;
    builds.linesOfLook = 9;
    return builds;
  }

  private void cutOff(String name, Crash.At save, Crash.At effect, String expected)
      throws Exception {
    FakeBuilds builds = builds();
    builds.afterEffect = effect;
    builds.gone = save;
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine(name, builds, poller, save)) {
      try {
        engine.start(build(plan(false, Duration.ofHours(1))));
      } catch (Crash crash) {
        assertTrue(save.happened());
      }
      for (int i = 0; i < 20_000 && !save.happened() && !effect.happened(); i++) {
        Thread.sleep(1);
      }
      assertTrue(save.happened() || effect.happened(), name + " was never reached");
    }
    builds.afterEffect = new Crash.At(0);
    builds.gone = new Crash.At(0);
    assertEquals(expected, end(name, builds, new Crash.At(0)), name);
  }

  /** How it ended, and the whole log, in which no line may be missing or stand twice. */
  private String end(String name, FakeBuilds builds, Crash.At saves) throws Exception {
    shown.clear();
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine(name, builds, poller, saves)) {
      engine.resume();
      engine.start(build(plan(false, Duration.ofHours(1))));
      Settlement end = await(engine);
      return end.result().get("outcome")
          + " "
          + end.result().get("ref")
          + " "
          + builds.markers
          + " "
          + builds.effects
          + " "
          + builds.tags
          + " "
          + logged();
    }
  }
}
