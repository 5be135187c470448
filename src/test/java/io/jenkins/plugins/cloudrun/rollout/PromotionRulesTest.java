package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Freezes and people stand between one target and another. */
class PromotionRulesTest extends PromotionScenario {
  @Test
  void aFreezeRefusesUnlessItIsOverridden() throws Exception {
    Settlement refused = run(plan(rules(Optional.empty(), ALWAYS)));
    assertEquals("failed", Scenario.outcome(refused));
    assertTrue(
        refused.message().contains("Target 'prod' is frozen until 2100-01-02 00:00:00 UTC"),
        refused.message());
    assertTrue(refused.message().contains("the great freeze"), refused.message());
    assertTrue(refused.message().contains("Nothing was changed"), refused.message());
    assertTrue(scenario.cloud.effects.isEmpty());
    assertTrue(copies.begun.isEmpty());
    assertEquals(List.of("promotion refused by alice"), decisions());
  }

  @Test
  void anOverrideIsSaidAndRecorded() throws Exception {
    Optional<FreezeOverride> word = Optional.of(new FreezeOverride("carol", "a leak is mended"));
    Settlement end = run(plan(rules(Optional.empty(), ALWAYS), word, Optional.empty()));
    assertTrue(end.success(), end.message());
    assertTrue(
        scenario.log.stream().anyMatch(l -> l.contains("carol overrides that: a leak is mended")),
        scenario.log.toString());
    assertEquals(
        List.of(
            "freeze overridden by carol", "promotion begun by alice", "promotion ended by alice"),
        decisions());
  }

  @Test
  void aFreezeThatBeginsMeanwhileKeepsTrafficWhereItIs() throws Exception {
    Rules two = rules(Optional.of(approval(1)));
    Settlement end =
        run(
            plan(two),
            engine -> {
              waiting(engine);
              now = Optional.of(rules(two.approval(), ALWAYS));
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(end.message().contains("is frozen until"), end.message());
    assertEquals("100 % " + Scenario.OLD, Split.text(prod().traffic));
    assertFalse(
        scenario.cloud.effects.stream().anyMatch(e -> e.startsWith("traffic 50")),
        scenario.cloud.effects.toString());
  }

  @Test
  void twoPeopleAreTwoPeople() throws Exception {
    Settlement end =
        run(
            plan(rules(Optional.of(approval(2)))),
            engine -> {
              waiting(engine);
              assertEquals("100 % " + Scenario.OLD, Split.text(prod().traffic));
              Rollout one = engine.command("r-1", answer(Command.APPROVE, "bob")).orElseThrow();
              assertTrue(one.ruling().isEmpty());
              Rollout again = engine.command("r-1", answer(Command.APPROVE, "bob")).orElseThrow();
              assertEquals(1, again.assents().size());
              assertTrue(again.asking().isPresent());
              Rollout two = engine.command("r-1", answer(Command.APPROVE, "carol")).orElseThrow();
              assertEquals("carol", two.ruling().orElseThrow().actor());
            });
    assertTrue(end.success(), end.message());
    assertTrue(
        scenario.log.containsAll(
            List.of(
                "Approved by bob (looked at it) (1 of 2)",
                "Approved by carol (looked at it) (2 of 2)")),
        scenario.log.toString());
    assertEquals(2, ((List<?>) end.result().get("approvals")).size());
    assertEquals(
        List.of(
            "promotion begun by alice",
            "approved by bob",
            "approved by carol",
            "promotion ended by alice"),
        decisions());
  }

  @Test
  void oneWhoRejectsEndsIt() throws Exception {
    Settlement end =
        run(
            plan(rules(Optional.of(approval(2)))),
            engine -> {
              waiting(engine);
              engine.command("r-1", answer(Command.APPROVE, "bob"));
              engine.command("r-1", answer(Command.REJECT, "carol"));
            });
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(end.message().contains("rejected by carol"), end.message());
    assertTrue(
        decisions().containsAll(List.of("approved by bob", "rejected by carol")),
        decisions().toString());
    assertEquals(1, decisions().stream().filter(d -> d.startsWith("rolled back")).count());
  }

  @Test
  void aNewServiceIsApprovedBeforeItIsMade() throws Exception {
    scenario.cloud.services.remove(Scenario.KEY);
    Settlement end =
        run(
            plan(rules(Optional.of(approval(2)))),
            engine -> {
              waiting(engine);
              assertFalse(scenario.cloud.services.containsKey(Scenario.KEY));
              Asking asking = engine.find("r-1").orElseThrow().asking().orElseThrow();
              assertEquals(0, asking.percent());
              assertEquals(100, asking.next());
              engine.command("r-1", answer(Command.APPROVE, "bob"));
              engine.command("r-1", answer(Command.APPROVE, "carol"));
            });
    assertTrue(end.success(), end.message());
    assertEquals("100 % LATEST", Split.text(prod().traffic));
    assertEquals(
        Optional.of("shop@example-project.iam.gserviceaccount.com"), prod().serviceAccount);
  }

  @Test
  void aNewServiceThatIsRejectedIsNotMade() throws Exception {
    scenario.cloud.services.remove(Scenario.KEY);
    Settlement end =
        run(
            plan(rules(Optional.of(approval(1)))),
            engine -> {
              waiting(engine);
              engine.command("r-1", answer(Command.REJECT, "bob"));
            });
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("rejected by bob"), end.message());
    assertTrue(end.message().contains("Nothing was changed"), end.message());
    assertFalse(scenario.cloud.services.containsKey(Scenario.KEY));
  }
}
