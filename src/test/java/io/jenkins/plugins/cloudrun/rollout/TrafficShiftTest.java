package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traffic goes to a revision that is there already. */
class TrafficShiftTest {
  private static final RevisionName OTHER = new RevisionName("shop-00002-def");
  private static final TrafficTag BLUE = new TrafficTag("blue");

  @TempDir Path home;
  private Scenario scenario;

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @BeforeEach
  void setUp() {
    scenario = scenario(home);
  }

  /** {@link Scenario#OLD} and then {@link #OTHER} were made, and the service follows the latest. */
  private static Scenario scenario(Path folder) {
    Scenario scenario = new Scenario(folder);
    scenario.serving();
    service(scenario).revisions.add(OTHER);
    service(scenario).traffic = List.of(Target.LATEST_ALL, Target.tagged(OTHER, BLUE));
    return scenario;
  }

  private static FakeCloud.Service service(Scenario scenario) {
    return scenario.cloud.services.get(Scenario.KEY);
  }

  static Plan to(RevisionName revision) {
    Plan plan = Scenario.canary();
    return new Plan(
        plan.project(),
        plan.regions(),
        plan.service(),
        new Goal.Existing(revision),
        plan.shift(),
        plan.timeLimit(),
        plan.account(),
        plan.policy());
  }

  @Test
  void anOlderRevisionIsPinnedUntilTheNextDeploy() throws Exception {
    Settlement end = scenario.run(to(Scenario.OLD));
    assertTrue(end.success(), end.message());
    assertEquals(
        List.of(
            "traffic 100 % LATEST",
            "traffic 5 % " + Scenario.OLD + ", 95 % " + OTHER,
            "traffic 50 % " + Scenario.OLD + ", 50 % " + OTHER,
            "traffic 100 % " + Scenario.OLD),
        scenario.cloud.effects);
    assertEquals(2, service(scenario).revisions.size(), "no revision is made");
    assertTrue(
        service(scenario).traffic.contains(Target.tagged(OTHER, BLUE)), "another's tag stays");
    assertEquals(OTHER.value(), end.result().get("previousRevision"));
    assertEquals(4, ((List<?>) end.result().get("verdicts")).size());
    assertTrue(
        scenario.log.get(scenario.log.size() - 1).endsWith("until the next deploy"),
        scenario.log.toString());
  }

  @Test
  void theLatestIsFollowedAgain() throws Exception {
    service(scenario).traffic = List.of(Target.share(Scenario.OLD, Percent.ALL));
    Settlement end = scenario.run(to(OTHER));
    assertTrue(end.success(), end.message());
    assertEquals("100 % LATEST", Split.text(service(scenario).traffic));
  }

  @Test
  void whatItHasAlreadyIsNotTakenFromIt() throws Exception {
    service(scenario).traffic =
        List.of(Target.share(OTHER, new Percent(80)), Target.share(Scenario.OLD, new Percent(20)));
    Settlement end = scenario.run(to(Scenario.OLD));
    assertTrue(end.success(), end.message());
    assertEquals(
        List.of(
            "traffic 20 % " + Scenario.OLD + ", 80 % " + OTHER,
            "traffic 50 % " + Scenario.OLD + ", 50 % " + OTHER,
            "traffic 100 % " + Scenario.OLD),
        scenario.cloud.effects);
  }

  @Test
  void anUnhealthyRevisionGetsNothing() throws Exception {
    scenario.cloud.status = 503;
    Settlement end = scenario.run(to(Scenario.OLD));
    assertEquals("rolled_back", Scenario.outcome(end));
    assertEquals("100 % LATEST", Split.text(service(scenario).traffic));
    assertEquals(1, scenario.cloud.effects.size(), "the tag alone: " + scenario.cloud.effects);
  }

  @Test
  void aServiceThatFollowedItsLatestDoesSoAgainAfterARollback() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(scenario.rollout(to(Scenario.OLD)));
      for (int i = 0; i < 5000 && scenario.cloud.effects.size() < 2; i++) {
        Thread.sleep(1);
      }
      scenario.cloud.status = 500;
      Settlement end = scenario.await(engine, "r-1");
      assertEquals("rolled_back", Scenario.outcome(end));
      assertEquals("100 % LATEST", Split.text(service(scenario).traffic));
    }
  }

  /** A later revision that never became ready must not keep traffic from a good one. */
  @Test
  void aBrokenLatestRevisionIsNoHindrance() throws Exception {
    service(scenario).broken.add(OTHER);
    service(scenario).traffic = List.of(Target.share(OTHER, Percent.ALL));
    Settlement end = scenario.run(to(Scenario.OLD));
    assertTrue(end.success(), end.message());
    assertEquals("100 % " + Scenario.OLD, Split.text(service(scenario).traffic));
  }

  @Test
  void aRevisionThatIsNotThereIsRefusedWithThoseThatAre() throws Exception {
    Settlement end = scenario.run(to(new RevisionName("shop-00009-xyz")));
    assertEquals("failed", Scenario.outcome(end));
    assertEquals(
        "The "
            + Scenario.KEY
            + " has no revision 'shop-00009-xyz'. It has shop-00002-def (those that serve or have"
            + " a tag). Nothing was changed.",
        end.message());
    assertEquals(List.of(), scenario.cloud.effects);
  }

  @Test
  void aRevisionThatIsNotReadyIsRefused() throws Exception {
    service(scenario).broken.add(Scenario.OLD);
    Settlement end = scenario.run(to(Scenario.OLD));
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("is not ready (it exited)"), end.message());
    assertEquals(List.of(), scenario.cloud.effects);
  }

  @Test
  void itEndsTheSameWhereverItIsCutOff() throws Exception {
    for (int status : List.of(200, 503)) {
      Scenario calm = scenario(home.resolve("calm-" + status));
      calm.cloud.status = status;
      Crash.At saves = new Crash.At(0);
      String expected = end(calm, saves);
      for (int point = 1; point <= saves.count(); point++) {
        assertEquals(expected, cutOff(status, point, new Crash.At(point)), status + " " + point);
      }
      System.out.println("Shifts cut off, gate answers " + status + ": " + saves.count());
      assertTrue(saves.count() >= 6, saves.count() + " saves");
    }
  }

  private String cutOff(int status, int point, Crash.At at) throws Exception {
    Scenario cut = scenario(home.resolve("cut-" + status + "-" + point));
    cut.cloud.status = status;
    cut.cloud.gone = at;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = cut.engine(poller, at)) {
      try {
        engine.start(cut.rollout(to(Scenario.OLD)));
      } catch (Crash crash) {
        assertTrue(at.happened());
      }
      for (int i = 0; i < 20_000 && !at.happened(); i++) {
        Thread.sleep(1);
      }
      assertTrue(at.happened());
    }
    cut.cloud.gone = new Crash.At(0);
    return end(cut, new Crash.At(0));
  }

  private static String end(Scenario scenario, Crash.At saves) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, saves)) {
      engine.resume();
      engine.start(scenario.rollout(to(Scenario.OLD)));
      Settlement end = scenario.await(engine, "r-1");
      return Scenario.outcome(end) + " " + service(scenario).traffic;
    }
  }

  @Test
  void thePlanIsStored() {
    Plan plan = to(OTHER);
    assertEquals(plan, PlanJson.read(PlanJson.write(plan)));
    assertFalse(PlanJson.write(plan).contains("\"image\""));
  }
}
