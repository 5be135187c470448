package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was good is gone back to, and what was bad does not come again. */
class ProvenTest {
  @TempDir Path home;
  private Scenario scenario;
  private int rollouts;

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @BeforeEach
  void setUp() {
    scenario = new Scenario(home);
    scenario.serving();
  }

  private Settlement run(Plan plan) throws Exception {
    String id = "r-" + ++rollouts;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(
          Rollout.start(
              id,
              new Origin("team/shop", Optional.of(rollouts), "alice"),
              plan,
              scenario.clock.instant()));
      return scenario.await(engine, id);
    }
  }

  static Plan back() {
    return back(new Goal.Previous());
  }

  private static Plan back(String revision) {
    return back(Goal.back(Optional.of(new RevisionName(revision))));
  }

  private static Plan back(Goal goal) {
    Plan plan = TrafficShiftTest.to(Scenario.OLD);
    return new Plan(
        plan.project(),
        plan.regions(),
        plan.service(),
        goal,
        Shift.AT_ONCE,
        plan.timeLimit(),
        plan.account(),
        plan.policy());
  }

  private static Plan forced() {
    return Scenario.with(Scenario.canary(), new Policy(Concurrent.WAIT, true));
  }

  private String traffic() {
    return Split.text(scenario.cloud.services.get(Scenario.KEY).traffic);
  }

  @Test
  void theLastGoodRevisionServesAgainAndStays() throws Exception {
    Settlement first = run(Scenario.canary());
    Settlement second = run(Scenario.canary());
    assertTrue(second.success(), second.message());
    Settlement back = run(back());
    assertTrue(back.success(), back.message());
    assertEquals(first.result().get("revision"), back.result().get("revision"));
    assertEquals("100 % " + first.result().get("revision"), traffic());
    // Once more is further back, never to the one that was left: that is asked for by its name.
    Settlement again = run(back());
    assertEquals(Scenario.OLD.value(), again.result().get("revision"));
    Settlement end = run(back());
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(
        end.message()
            .contains(
                "besides "
                    + Scenario.OLD
                    + ", which serves, and what was rolled back from: "
                    + first.result().get("revision")
                    + ", "
                    + second.result().get("revision")),
        end.message());
    // Who takes a rollback back leaves nothing that is bad.
    run(back((String) second.result().get("revision")));
    Settlement other = run(back());
    assertEquals(Scenario.OLD.value(), other.result().get("revision"));
    Settlement deployed = run(Scenario.canary());
    assertTrue(deployed.success(), deployed.message());
    assertEquals("100 % LATEST", traffic(), "the next deploy is followed again");
  }

  @Test
  void whatServedBeforeTheFirstRolloutIsAWayBackToo() throws Exception {
    run(Scenario.canary());
    Settlement back = run(back());
    assertTrue(back.success(), back.message());
    assertEquals("100 % " + Scenario.OLD, traffic());
    assertTrue(
        scenario.log.stream().anyMatch(line -> line.contains("(it served before rollout r-1 at")),
        scenario.log.toString());
  }

  @Test
  void withoutAnyThatIsKnownTheStepSaysSo() throws Exception {
    Settlement back = run(back());
    assertEquals("failed", Scenario.outcome(back));
    assertTrue(
        back.message()
            .startsWith(
                "No revision of "
                    + Scenario.KEY
                    + " is known to be good besides "
                    + Scenario.OLD
                    + ", which serves. Name one with to: it has "),
        back.message());
    assertEquals("", back.result().get("revision"));
    assertEquals(0, scenario.cloud.effects.size());
  }

  @Test
  void anImageThatFailedIsRefusedUntilItIsForcedAndGood() throws Exception {
    scenario.cloud.status = 503;
    assertEquals("rolled_back", Scenario.outcome(run(Scenario.canary())));
    scenario.cloud.status = 200;
    int effects = scenario.cloud.effects.size();
    Settlement refused = run(Scenario.canary());
    assertEquals("failed", Scenario.outcome(refused));
    assertTrue(
        refused.message().startsWith("The image " + FakeCloud.DIGEST + " failed on "),
        refused.message());
    assertTrue(refused.message().contains("status 503"), refused.message());
    assertTrue(refused.message().endsWith("with force: true."), refused.message());
    assertEquals(effects, scenario.cloud.effects.size());
    assertTrue(run(forced()).success());
    assertTrue(run(Scenario.canary()).success(), "it is good now");
  }

  @Test
  void aContainerThatDoesNotStartIsRememberedToo() throws Exception {
    scenario.cloud.newRevisionsFail = true;
    assertEquals("rolled_back", Scenario.outcome(run(Scenario.canary())));
    scenario.cloud.newRevisionsFail = false;
    assertEquals("failed", Scenario.outcome(run(Scenario.canary())));
  }

  @Test
  void aContainerThatDoesNotStartIsRememberedWhenItsOperationSaysSo() throws Exception {
    scenario.cloud.newRevisionsFail = true;
    scenario.cloud.operationsTell = true;
    Settlement end = run(Scenario.canary());
    assertTrue(end.message().contains("The container failed to start."), end.message());
    scenario.cloud.newRevisionsFail = false;
    Settlement refused = run(Scenario.canary());
    assertEquals("failed", Scenario.outcome(refused));
    assertTrue(refused.message().contains("with force: true"), refused.message());
  }

  /** A rollout that was stopped says nothing of its image. */
  @Test
  void aForeignChangeCondemnsNothing() throws Exception {
    scenario.cloud.status = 503;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(scenario.rollout(Scenario.canary()));
      for (int i = 0;
          i < 5000 && !(engine.find("r-1").orElseThrow().phase() instanceof Gating);
          i++) {
        Thread.sleep(1);
      }
      synchronized (scenario.cloud) {
        scenario.cloud.services.get(Scenario.KEY).generation++;
      }
      assertEquals("failed", Scenario.outcome(scenario.await(engine, "r-1")));
    }
    ServiceRecords records = new ServiceRecords(new Notes(home.resolve("services")));
    ServiceRecord record = records.read(Scenario.KEY);
    assertEquals(ServiceRecord.EMPTY, record.serving(Optional.empty()));
    assertEquals(Scenario.OLD, record.serving().orElseThrow().revision());
  }

  @Test
  void aRecordThatCannotBeReadStopsNothing() throws Exception {
    run(Scenario.canary());
    try (var files = Files.list(home.resolve("services"))) {
      for (Path file : files.toList()) {
        Files.writeString(file, "{torn");
      }
    }
    ServiceRecords records = new ServiceRecords(new Notes(home.resolve("services")));
    assertEquals(ServiceRecord.EMPTY, records.read(Scenario.KEY));
    Settlement next = run(Scenario.canary());
    assertTrue(next.success(), next.message());
    assertTrue(
        records
            .read(Scenario.KEY)
            .of(new RevisionName(String.valueOf(next.result().get("revision"))))
            .isPresent());
  }

  @Test
  void thePlanIsStored() {
    for (Plan plan : List.of(back(), back("shop-1"), TrafficShiftTest.to(Scenario.OLD))) {
      assertEquals(plan, PlanJson.read(PlanJson.write(plan)));
    }
    assertFalse(PlanJson.read(PlanJson.write(Scenario.canary())).previous());
  }
}
