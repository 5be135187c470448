package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts from beginning to end over a cloud in memory. */
class RolloutTest {
  @TempDir Path home;
  private Scenario scenario;

  @BeforeEach
  void setUp() {
    scenario = new Scenario(home);
  }

  private String traffic() {
    return Split.text(scenario.cloud.services.get(Scenario.KEY).traffic);
  }

  @Test
  void shiftsTrafficOverTheCanarySteps() throws Exception {
    scenario.serving();
    Settlement end = scenario.run(Scenario.canary());
    assertTrue(end.success(), end.message());
    String revision = String.valueOf(end.result().get("revision"));
    assertEquals(
        List.of(
            "deploy 100 % " + Scenario.OLD,
            "traffic 95 % " + Scenario.OLD + ", 5 % " + revision,
            "traffic 50 % " + Scenario.OLD + ", 50 % " + revision,
            "traffic 100 % LATEST"),
        scenario.cloud.effects);
    assertEquals("succeeded", Scenario.outcome(end));
    assertEquals(Scenario.OLD.value(), end.result().get("previousRevision"));
    assertEquals(4, ((List<?>) end.result().get("verdicts")).size(), "asked at 0, 5, 50 and 100 %");
  }

  @Test
  void aFirstDeployServesAtOnceAndIsAskedThen() throws Exception {
    Settlement end = scenario.run(Scenario.canary());
    assertTrue(end.success(), end.message());
    assertEquals(List.of("deploy 100 % LATEST"), scenario.cloud.effects);
    assertTrue(
        scenario.log.stream().anyMatch(line -> line.contains("nothing to roll back to")),
        scenario.log.toString());
  }

  @Test
  void anUnhealthyRevisionNeverGetsTraffic() throws Exception {
    scenario.serving();
    scenario.cloud.status = 503;
    Settlement end = scenario.run(Scenario.canary());
    assertFalse(end.success());
    assertEquals("rolled_back", Scenario.outcome(end));
    assertEquals("100 % " + Scenario.OLD, traffic());
    assertEquals(
        1, scenario.cloud.effects.size(), "no write besides the deploy: " + scenario.cloud.effects);
    assertTrue(end.message().contains("status 503"), end.message());
    assertTrue(scenario.log.contains("cannot reach the database"), scenario.log.toString());
  }

  @Test
  void aRevisionThatDoesNotStartIsExplained() throws Exception {
    scenario.serving();
    scenario.cloud.newRevisionsFail = true;
    Settlement end = scenario.run(Scenario.canary());
    assertEquals("rolled_back", Scenario.outcome(end));
    assertEquals("100 % " + Scenario.OLD, traffic());
    assertTrue(
        scenario.log.stream().anyMatch(line -> line.contains("HEALTH_CHECK_CONTAINER_ERROR")),
        scenario.log.toString());
    assertTrue(
        scenario.log.contains(
            "Image of revision "
                + end.result().get("revision")
                + ": us-central1-docker.pkg.dev/example-project/apps/shop@"
                + FakeCloud.DIGEST),
        scenario.log.toString());
    assertTrue(
        scenario.log.stream().anyMatch(line -> line.startsWith("What to do: The program must")),
        scenario.log.toString());
    assertTrue(end.message().contains("What to do: "), end.message());
  }

  @Test
  void aLogThatMayNotBeReadHidesNoCondition() throws Exception {
    scenario.serving();
    scenario.cloud.newRevisionsFail = true;
    scenario.cloud.logsDenied = true;
    scenario.run(Scenario.canary());
    assertTrue(
        scenario.log.stream().anyMatch(line -> line.contains("HEALTH_CHECK_CONTAINER_ERROR")),
        scenario.log.toString());
    assertTrue(
        scenario.log.stream().anyMatch(line -> line.contains("roles/logging.viewer")),
        scenario.log.toString());
  }

  @Test
  void withoutTrafficTheRevisionIsOnlyTagged() throws Exception {
    scenario.serving();
    Settlement end =
        scenario.run(Scenario.plan(Plan.Traffic.NONE, List.of(), List.of(Scenario.KEY.region())));
    assertTrue(end.success(), end.message());
    assertEquals("100 % " + Scenario.OLD, traffic());
    assertEquals("https://candidate---shop.a.run.app", end.result().get("tagUrl"));
  }

  @Test
  void aDeployAfterOneWithoutTrafficServesAgainAndSaysSo() throws Exception {
    scenario.serving();
    scenario.cloud.services.get(Scenario.KEY).traffic =
        List.of(Target.share(Scenario.OLD, Percent.ALL));
    Settlement end = scenario.run(Scenario.canary());
    assertTrue(end.success(), end.message());
    assertEquals("100 % LATEST", traffic());
    assertTrue(
        scenario.log.stream()
            .anyMatch(
                line ->
                    line.startsWith("The service does not follow its latest revision")
                        && line.endsWith("when this rollout has all traffic, it does again")),
        scenario.log.toString());
  }

  @Test
  void severalRegionsComeOneAfterAnother() throws Exception {
    Settlement end =
        scenario.run(
            Scenario.plan(
                Plan.Traffic.ALL,
                List.of(),
                List.of(Scenario.KEY.region(), new Region("europe-west1"))));
    assertTrue(end.success(), end.message());
    assertEquals(2, scenario.cloud.services.size());
    assertEquals(1, ((List<?>) end.result().get("finishedRegions")).size());
  }

  @Test
  void anImageThatDoesNotExistChangesNothing() throws Exception {
    scenario.serving();
    scenario.cloud.imageMissing = true;
    Settlement end = scenario.run(Scenario.canary());
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("There is no image"), end.message());
    assertTrue(scenario.cloud.effects.isEmpty());
  }

  @Test
  void aForeignChangeEndsTheRolloutUntouched() throws Exception {
    scenario.serving();
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      scenario.cloud.status = 503;
      Rollout rollout = engine.start(scenario.rollout(Scenario.canary()));
      until(engine, rollout.id(), Gating.KIND);
      synchronized (scenario.cloud) {
        FakeCloud.Service service = scenario.cloud.services.get(Scenario.KEY);
        service.generation++;
        service.lastModifier = "mallory@example.com";
        service.parts = Map.of("image", "b", "labels", "a");
        service.traffic = List.of(Target.share(Scenario.OLD, Percent.ALL));
      }
      Settlement end = scenario.await(engine, rollout.id());
      assertEquals("failed", Scenario.outcome(end));
      assertTrue(end.message().contains("mallory@example.com"), end.message());
      assertTrue(end.message().contains("generation 3 instead of 2"), end.message());
      assertTrue(end.message().contains("its image changed"), end.message());
      assertFalse(end.message().contains("its labels changed"), end.message());
      assertTrue(
          end.message()
              .contains(
                  "its traffic was 100 % "
                      + Scenario.OLD
                      + " (tags candidate="
                      + rollout.revision()
                      + ") and is 100 % "
                      + Scenario.OLD),
          end.message());
      assertEquals(1, scenario.cloud.effects.size());
    }
  }

  /** Labels are no part of what a generation counts. */
  @Test
  void aForeignChangeOfLabelsIsNoticedToo() throws Exception {
    scenario.serving();
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      scenario.cloud.status = 503;
      Rollout rollout = engine.start(scenario.rollout(Scenario.canary()));
      until(engine, rollout.id(), Gating.KIND);
      synchronized (scenario.cloud) {
        scenario.cloud.services.get(Scenario.KEY).parts = Map.of("image", "a", "labels", "b");
      }
      Settlement end = scenario.await(engine, rollout.id());
      assertEquals("failed", Scenario.outcome(end));
      assertTrue(end.message().contains("its labels changed"), end.message());
      assertEquals(1, scenario.cloud.effects.size());
    }
  }

  @Test
  void anAbortPutsTheTrafficBack() throws Exception {
    scenario.serving();
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      Rollout rollout = engine.start(scenario.rollout(Scenario.canary()));
      until(engine, rollout.id(), Baking.KIND);
      engine.command(
          rollout.id(),
          new Command(Command.ABORT, "alice", "wrong version", scenario.clock.instant()));
      Settlement end = scenario.await(engine, rollout.id());
      assertEquals("aborted", Scenario.outcome(end));
      assertEquals("100 % " + Scenario.OLD, traffic());
      assertTrue(end.message().contains("aborted by alice (wrong version)"), end.message());
    }
  }

  @Test
  void conflictsWithoutAForeignChangeAreTriedAgain() throws Exception {
    scenario.serving();
    scenario.cloud.nextApply.add(new Failure.Permanent(Failure.Reason.CONFLICT, "Conflict.", null));
    scenario.cloud.nextApply.add(new Failure.Transient("Unavailable.", Optional.empty(), null));
    scenario.cloud.nextApply.add(new Failure.Ambiguous("Cut off.", null));
    Settlement end = scenario.run(Scenario.canary());
    assertTrue(end.success(), end.message());
  }

  @Test
  void aRefusedRollbackIsAnOutcomeOfItsOwn() throws Exception {
    scenario.serving();
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      Rollout rollout = engine.start(scenario.rollout(Scenario.canary()));
      until(engine, rollout.id(), Baking.KIND);
      synchronized (scenario.cloud) {
        scenario.cloud.status = 500;
        scenario.cloud.nextApply.add(new Failure.Permanent(Failure.Reason.DENIED, "Denied.", null));
      }
      Settlement end = scenario.await(engine, rollout.id());
      assertEquals("rollback_failed", Scenario.outcome(end));
      assertTrue(
          end.message()
              .contains(
                  "gcloud run services update-traffic shop --to-revisions="
                      + Scenario.OLD
                      + "=100"),
          end.message());
    }
  }

  @Test
  void valuesOfVariablesAreNotReadableInTheFile() throws Exception {
    scenario.serving();
    scenario.run(Scenario.canary());
    try (var files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file).contains("very-secret-value"), file.toString());
      }
    }
  }

  static void until(DurableEngine<Rollout> engine, String id, String kind) throws Exception {
    for (int i = 0; i < 5000; i++) {
      if (engine.find(id).orElseThrow().phase().kind().equals(kind)) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError("never came to " + kind + ": " + engine.find(id).orElseThrow());
  }
}
