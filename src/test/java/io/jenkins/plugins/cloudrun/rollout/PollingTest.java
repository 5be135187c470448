package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.VirtualTime;
import io.jenkins.plugins.cloudrun.model.Percent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who looks, how often, and whose looks go first. */
class PollingTest {
  @TempDir Path home;

  private static Plan longBake() {
    return Scenario.plan(
        Plan.Traffic.ALL,
        List.of(new CanaryStep(new Percent(5), Duration.ofMinutes(50))),
        List.of(Scenario.KEY.region()));
  }

  @Test
  void ofTenRolloutsOfOneServiceOneLooks() throws Exception {
    Scenario scenario = new Scenario(home);
    scenario.serving();
    VirtualTime time = new VirtualTime();
    try (DurableEngine<Rollout> engine =
        new DurableEngine<>(
            new FileStore<>(home, new RolloutJson(Scenario.SEAL)),
            new RolloutBehaviour(scenario.cloud, time),
            time,
            time)) {
      for (int n = 1; n <= 10; n++) {
        engine.start(
            Rollout.start(
                "r-" + n,
                new Origin("team/shop", Optional.of(n), "alice"),
                longBake(),
                time.instant().plusMillis(n)));
      }
      Instant end = time.instant().plus(Duration.ofMinutes(30));
      while (time.instant().isBefore(end) && time.step()) {
        // All ten are driven meanwhile.
      }
      List<Integer> looks = scenario.cloud.lookers;
      assertTrue(looks.size() >= 300, looks.size() + " looks in half an hour");
      assertEquals(Set.of(1), Set.copyOf(looks), "those that wait for their turn make no call");
      assertEquals("queued", engine.find("r-10").orElseThrow().phase().kind());
    }
  }

  @Test
  void looksAreSoonAtFirstAndRarerTheLongerAPhaseLasts() {
    Rollout rollout = new Scenario(home).rollout(longBake());
    Instant since = rollout.since();
    assertEquals(Duration.ofMillis(300), rollout.pace(since));
    assertEquals(Duration.ofSeconds(1), rollout.pace(since.plusSeconds(8)));
    assertEquals(Duration.ofSeconds(5), rollout.pace(since.plusSeconds(40)));
    assertEquals(Duration.ofSeconds(10), rollout.pace(since.plusSeconds(4000)));
    // A clock that was set back does not make it hurry.
    assertEquals(Duration.ofMillis(300), rollout.pace(since.minusSeconds(4000)));
  }

  @Test
  void looksOnWhichTrafficHangsArePressingAndSlowPollsAreNot() {
    Scenario scenario = new Scenario(home);
    RolloutBehaviour behaviour = new RolloutBehaviour(scenario.cloud, scenario.clock);
    Rollout rollout = scenario.rollout(longBake());
    Instant now = scenario.clock.instant();
    for (Phase phase :
        List.of(
            Gating.at(1, now),
            Baking.at(1, now.plusSeconds(60)),
            Shifting.to(1),
            RollingBack.to(Outcome.ROLLED_BACK, "bad"))) {
      assertTrue(behaviour.pressing(rollout.in(phase, now)), phase.kind());
    }
    Rollout waiting = rollout.in(new Deploying(true, Optional.of("op")), now);
    assertFalse(behaviour.pressing(waiting));
    assertFalse(behaviour.pressing(rollout), "queued");
    assertFalse(
        behaviour.pressing(
            scenario
                .rollout(Scenario.with(longBake(), List.of()))
                .in(Baking.at(1, now.plusSeconds(60)), now)),
        "a bake that asks no gate only looks whether somebody else changed the service");
    assertTrue(
        behaviour.pressing(waiting.with(new Command(Command.ABORT, "alice", "", now))), "abort");
  }
}
