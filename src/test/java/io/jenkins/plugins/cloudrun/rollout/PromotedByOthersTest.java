package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who made an image is remembered with it, and gives no leave where others are wanted. */
class PromotedByOthersTest extends PromotionScenario {
  /** From the first target on, however many lie between. */
  @Test
  void whoeverMadeTheImageGivesNoLeaveForIt() throws Exception {
    ServiceKey first =
        new ServiceKey(
            new ProjectId("example-first"), Scenario.KEY.region(), Scenario.KEY.service());
    Rollout deployed = deployed(first, List.of("ann", "carl"));
    RolloutJson json = new RolloutJson(Scenario.SEAL);
    assertEquals(deployed, json.read(json.write(deployed)));
    vouchers(home).learn(deployed, ended(deployed));
    assertEquals(List.of("ann", "carl"), vouchers(home).read(first).get(0).people());

    // Bob brings it to the next target: that makes nothing.
    Rollout brought = promoted(SOURCE, vouchers(home).read(first).get(0).people(), "bob");
    vouchers(home).learn(brought, ended(brought));
    assertEquals(List.of("ann", "carl"), vouchers(home).read(SOURCE).get(0).people());

    Rules others =
        rules(
            Optional.of(
                new RequiredApproval(
                    1, List.of("release-managers"), new NotBy(true, true), Duration.ofHours(4))));
    Settlement end =
        run(
            plan(others),
            engine -> {
              waiting(engine);
              Approval asked = engine.find("r-1").orElseThrow().approval().orElseThrow();
              assertEquals(List.of("alice", "ann", "carl"), asked.notBy());
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertTrue(end.success(), end.message());
    assertEquals(List.of("ann", "carl"), vouchers(home).read(Scenario.KEY).get(0).people());
  }

  /** A smoke test between the deploy and its traffic forgets neither them nor the commit. */
  @Test
  void whoDeployedWithoutTrafficMadeTheImageToo() throws Exception {
    Commit commit = new Commit(new CommitSha("0123456789012345678901234567890123456789"));
    Plan tagged = Scenario.plan(Plan.Traffic.NONE, List.of(), List.of(Scenario.KEY.region()));
    Goal.Made made = (Goal.Made) tagged.goal();
    Goal from = new Goal.Made(made.image(), Optional.of(commit), made.revision(), made.everyone());
    Settlement deployed = runAtSource("r-1", from, tagged.shift(), "ann");
    Vouched known = vouchers(home).read(SOURCE).get(0);
    assertEquals(List.of(), known.gates());

    RevisionName revision = new RevisionName((String) deployed.result().get("revision"));
    runAtSource("r-2", new Goal.Existing(revision), Scenario.canary().shift(), "bob");
    known = vouchers(home).read(SOURCE).get(0);
    assertEquals(List.of("http"), known.gates());
    assertEquals("r-2", known.rollout());
    assertEquals(Optional.of(commit), known.commit());
    assertEquals(List.of("ann"), known.people());

    // Deployed once more without traffic, it is as healthy as it was found.
    runAtSource("r-3", from, tagged.shift(), "carl");
    Vouched again = vouchers(home).read(SOURCE).get(0);
    assertEquals(List.of("http"), again.gates());
    assertEquals("r-2", again.rollout());
    assertEquals(List.of("ann", "carl"), again.people());
  }

  private Settlement runAtSource(String id, Goal goal, Shift shift, String by) throws Exception {
    Plan like = Scenario.canary();
    Plan plan =
        new Plan(
            SOURCE.project(),
            List.of(SOURCE.region()),
            SOURCE.service(),
            goal,
            shift,
            like.timeLimit(),
            like.account(),
            like.policy());
    Origin origin = new Origin("shop", Optional.of(1), "test").behind(List.of(by));
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(home, poller, new Crash.At(0))) {
      engine.start(Rollout.start(id, origin, plan, scenario.clock.instant()));
      Settlement end = scenario.await(engine, id);
      assertTrue(end.success(), end.message());
      return end;
    }
  }

  /** Where the target does not ask for that, they may. */
  @Test
  void whoeverMadeTheImageMayGiveLeaveWhereNothingElseIsAsked() throws Exception {
    Rollout deployed = deployed(SOURCE, List.of("ann"));
    vouchers(home).learn(deployed, ended(deployed));
    Settlement end =
        run(
            plan(rules(Optional.of(approval(1)))),
            engine -> {
              waiting(engine);
              Approval asked = engine.find("r-1").orElseThrow().approval().orElseThrow();
              assertEquals(List.of("alice"), asked.notBy());
              engine.command("r-1", answer(Command.APPROVE, "ann"));
            });
    assertTrue(end.success(), end.message());
  }

  /** A deploy of the image to a service, by a build of these people. */
  private Rollout deployed(ServiceKey key, List<String> people) {
    return at(key, Scenario.canary(), people).copy().digest(FakeCloud.DIGEST).build();
  }

  /** A promotion to a service of what these people made. */
  private Rollout promoted(ServiceKey key, List<String> made, String by) {
    return at(key, plan(Rules.NONE), List.of(by))
        .copy()
        .digest(FakeCloud.DIGEST)
        .passage(
            new Passage(
                ImageReference.parse(IMAGE + "@" + FakeCloud.DIGEST),
                Optional.empty(),
                Map.of(),
                made))
        .build();
  }

  private Rollout at(ServiceKey key, Plan like, List<String> people) {
    Plan plan =
        new Plan(
            key.project(),
            List.of(key.region()),
            key.service(),
            like.goal(),
            like.shift(),
            like.timeLimit(),
            like.account(),
            like.policy());
    return Rollout.start(
        "r-" + key.project(),
        new Origin("shop", Optional.of(1), "test").behind(people),
        plan,
        scenario.clock.instant());
  }

  private Rollout ended(Rollout rollout) {
    return rollout.withCourse(
        rollout
            .course()
            .settled(new Settlement(true, "It serves.", Map.of("outcome", "succeeded"))));
  }
}
