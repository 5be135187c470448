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
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.rollout.Serving.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known to serve after rollouts of all kinds. */
class ServesTest {
  private static final Optional<Commit> COMMIT =
      Optional.of(
          new Commit(
              new CommitSha("c".repeat(40)),
              CommitPage.parse("https://git.example.com/shop/commit/c")));

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
      engine.start(Rollout.start(id, origin(rollouts), plan, scenario.clock.instant()));
      return scenario.await(engine, id);
    }
  }

  private static Origin origin(int run) {
    return new Origin("team/shop", Optional.of(run), "alice");
  }

  private Serving serving() {
    return new ServiceRecords(new Notes(home.resolve("services")))
        .read(Scenario.KEY)
        .serving()
        .orElseThrow();
  }

  private static String revision(Settlement end) {
    return String.valueOf(end.result().get("revision"));
  }

  @Test
  void aDeployThatSucceedsServesAlone() throws Exception {
    Settlement end = run(plan());
    assertTrue(end.success(), end.message());
    Serving serving = serving();
    assertEquals(revision(end), serving.revision().value());
    assertEquals(List.of(new Share(revision(end), 100)), serving.traffic());
    assertEquals(Optional.of(FakeCloud.DIGEST), serving.digest());
    assertEquals(COMMIT, serving.commit());
    assertEquals(Health.HEALTHY, serving.health());
    assertEquals(origin(1), serving.by());
    assertEquals("r-1", serving.rollout());
    assertEquals(Scenario.canary().account(), serving.account());
  }

  @Test
  void oneThatIsRolledBackLeavesWhatServedWithItsTimeAndItsPerson() throws Exception {
    Settlement good = run(plan());
    Serving before = serving();
    scenario.cloud.status = 503;
    assertEquals("rolled_back", Scenario.outcome(run(plan())));
    Serving after = serving();
    assertEquals(revision(good), after.revision().value());
    assertEquals(before.since(), after.since());
    assertEquals(before.by(), after.by());
    assertEquals(before.commit(), after.commit());
    assertEquals(Health.HEALTHY, after.health());
    assertEquals(Optional.of(Outcome.SUCCEEDED), before.outcome());
    assertEquals("r-2", after.rollout(), "the last one that ended here");
    assertEquals(Optional.of(Outcome.ROLLED_BACK), after.outcome());
  }

  /** A rollback on the page asks for it as the job that it is of. */
  @Test
  void whatAnotherJobLeftAsItWasKeepsItsAccountToo() throws Exception {
    run(plan());
    Serving before = serving();
    Plan like = plan();
    Plan other =
        new Plan(
            like.project(),
            like.regions(),
            like.service(),
            like.goal(),
            like.shift(),
            like.timeLimit(),
            new Account(Optional.of("of-others"), Optional.empty()),
            like.policy());
    scenario.cloud.status = 503;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(
          Rollout.start(
              "r-9",
              new Origin("other/job", Optional.of(1), "mallory"),
              other,
              scenario.clock.instant()));
      assertEquals("rolled_back", Scenario.outcome(scenario.await(engine, "r-9")));
    }
    assertEquals("r-9", serving().rollout());
    assertEquals(before.by(), serving().by());
    assertEquals(before.account(), serving().account());
  }

  @Test
  void whatServedBeforeTheFirstRolloutIsNobodys() throws Exception {
    scenario.cloud.status = 503;
    assertEquals("rolled_back", Scenario.outcome(run(plan())));
    Serving serving = serving();
    assertEquals(Scenario.OLD, serving.revision());
    assertEquals(Health.UNKNOWN, serving.health());
    assertEquals(Optional.empty(), serving.digest());
    assertEquals(new Origin("team/shop", Optional.empty(), ""), serving.by());
  }

  @Test
  void aRollbackBringsTheCommitOfWhatItGoesBackTo() throws Exception {
    Settlement first = run(plan());
    run(plan());
    assertTrue(run(ProvenTest.back()).success());
    Serving serving = serving();
    assertEquals(revision(first), serving.revision().value());
    assertEquals(COMMIT, serving.commit());
    assertEquals(Health.HEALTHY, serving.health());
    assertEquals(origin(3), serving.by());
  }

  /** The canary, made from a commit, whatever failed before, and kept or not when it is bad. */
  private static Plan plan(Plan.OnFailure onFailure) {
    Plan plan = Scenario.canary();
    return new Plan(
        plan.project(),
        plan.regions(),
        plan.service(),
        new Goal.Made(plan.image().orElseThrow(), COMMIT, plan.revision(), plan.everyone()),
        new Shift(plan.gates(), plan.traffic(), plan.canary(), onFailure),
        plan.timeLimit(),
        plan.account(),
        new Policy(Policy.Concurrent.WAIT, true));
  }

  private static Plan plan() {
    return plan(Plan.OnFailure.ROLLBACK);
  }

  @Test
  void oneThatIsBadAndKeptIsUnhealthyWhenItServesAlone() throws Exception {
    scenario.cloud.services.clear();
    scenario.cloud.status = 503;
    Settlement bad = run(plan(Plan.OnFailure.KEEP));
    assertEquals("failed", Scenario.outcome(bad));
    Serving serving = serving();
    assertEquals(revision(bad), serving.revision().value());
    assertEquals(Health.UNHEALTHY, serving.health());
    assertEquals(origin(1), serving.by());
  }

  @Test
  void afterARollbackThatFailedItIsWhatWasSeenLastAndNotWell() throws Exception {
    Settlement good = run(plan());
    String bad;
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      Rollout rollout =
          engine.start(Rollout.start("r-2", origin(2), plan(), scenario.clock.instant()));
      RolloutTest.until(engine, rollout.id(), Baking.KIND);
      synchronized (scenario.cloud) {
        scenario.cloud.status = 500;
        scenario.cloud.nextApply.add(new Failure.Permanent(Failure.Reason.DENIED, "Denied.", null));
      }
      Settlement end = scenario.await(engine, rollout.id());
      assertEquals("rollback_failed", Scenario.outcome(end));
      assertFalse(end.message().contains(".."), end.message());
      bad = revision(end);
    }
    Serving serving = serving();
    assertEquals(revision(good), serving.revision().value());
    assertEquals(List.of(new Share(revision(good), 95), new Share(bad, 5)), serving.traffic());
    assertEquals(Health.UNHEALTHY, serving.health());
    assertEquals(origin(2), serving.by());

    scenario.cloud.status = 200;
    rollouts = 2;
    assertTrue(run(TrafficShiftTest.to(serving.revision())).success());
    assertEquals(List.of(new Share(revision(good), 100)), serving().traffic());
    assertEquals(Health.HEALTHY, serving().health());
  }
}
