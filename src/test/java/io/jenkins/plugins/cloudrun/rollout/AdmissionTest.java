package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Freezes and people stand before a deploy to a target, too. */
class AdmissionTest extends PromotionScenario {
  private static final Optional<FreezeOverride> CAROLS_WORD =
      Optional.of(new FreezeOverride("carol", "a leak is mended"));

  private static Plan deploy(Rules rules, Optional<FreezeOverride> override) {
    Optional<Approval> approval =
        rules
            .approval()
            .map(a -> new Approval(a.by(), Duration.ofHours(4), 1, List.of(), false, a.count()));
    Policy policy =
        new Policy(
            Policy.Concurrent.WAIT,
            false,
            approval,
            Optional.of(new Admission(PROD, rules, override)));
    return PlanJson.read(PlanJson.write(Scenario.with(Scenario.canary(), policy)));
  }

  @Test
  void aFrozenTargetGetsNoDeploy() throws Exception {
    Settlement end = run(deploy(rules(Optional.empty(), ALWAYS), Optional.empty()));
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(
        end.message().contains("Target 'prod' is frozen until 2100-01-02 00:00:00 UTC"),
        end.message());
    assertTrue(end.message().contains("override the freeze"), end.message());
    assertTrue(scenario.cloud.effects.isEmpty(), scenario.cloud.effects.toString());
  }

  @Test
  void whoMayOverridesTheFreeze() throws Exception {
    Settlement end = run(deploy(rules(Optional.empty(), ALWAYS), CAROLS_WORD));
    assertTrue(end.success(), end.message());
    assertEquals(
        1,
        scenario.log.stream()
            .filter(l -> l.contains("carol overrides that: a leak is mended"))
            .count(),
        scenario.log.toString());
    assertEquals(List.of("freeze overridden by carol"), decisions());
  }

  @Test
  void anOverrideThatNothingNeedsIsNoDecision() throws Exception {
    Settlement end = run(deploy(rules(Optional.of(approval(1))), CAROLS_WORD), this::approved);
    assertTrue(end.success(), end.message());
    assertEquals(List.of("approved by bob"), decisions());
  }

  private void approved(DurableEngine<Rollout> engine) throws Exception {
    waiting(engine);
    engine.command("r-1", answer(Command.APPROVE, "bob"));
  }

  @Test
  void aFreezeThatBeginsBeforeTheTrafficKeepsItWhereItIs() throws Exception {
    Rules asked = rules(Optional.of(approval(1)));
    Settlement end =
        run(
            deploy(asked, Optional.empty()),
            engine -> {
              waiting(engine);
              now = Optional.of(rules(asked.approval(), ALWAYS));
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertEquals("rolled_back", Scenario.outcome(end));
    assertEquals("100 % " + Scenario.OLD, Split.text(prod().traffic));
  }

  private static Plan withoutTraffic(Rules rules) {
    return Scenario.with(
        Scenario.plan(Plan.Traffic.NONE, List.of(), List.of(Scenario.KEY.region())),
        deploy(rules, Optional.empty()).policy());
  }

  /** It serves as soon as it is there, whatever the deploy says of traffic. */
  @Test
  void aNewServiceIsNoWayAroundTheRules() throws Exception {
    scenario.cloud.services.remove(Scenario.KEY);
    Settlement end = run(withoutTraffic(rules(Optional.empty(), ALWAYS)));
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("Target 'prod' is frozen"), end.message());
    assertTrue(scenario.cloud.effects.isEmpty(), scenario.cloud.effects.toString());
  }

  @Test
  void aNewServiceWithoutTrafficIsApprovedBeforeItIsMade() throws Exception {
    scenario.cloud.services.remove(Scenario.KEY);
    Settlement end =
        run(
            withoutTraffic(rules(Optional.of(approval(1)))),
            engine -> {
              waiting(engine);
              assertFalse(scenario.cloud.services.containsKey(Scenario.KEY));
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertTrue(end.success(), end.message());
  }

  @Test
  void nothingIsAskedWhileNoTrafficChanges() throws Exception {
    Settlement end = run(withoutTraffic(rules(Optional.of(approval(1)), ALWAYS)));
    assertTrue(end.success(), end.message());
    assertEquals(List.of(), decisions());
    assertEquals("100 % " + Scenario.OLD, Split.text(prod().traffic));
  }

  /** The rollout asks those who were named when it began: they may be others by now. */
  @Test
  void whoIsNotNamedAnyMoreApprovesNothing() throws Exception {
    Settlement end =
        run(
            deploy(rules(Optional.of(approval(1))), Optional.empty()),
            engine -> {
              waiting(engine);
              now =
                  Optional.of(
                      rules(
                          Optional.of(
                              new RequiredApproval(
                                  1, List.of("board"), NotBy.NOBODY, Duration.ofHours(4)))));
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertEquals("rolled_back", Scenario.outcome(end));
    assertEquals("100 % " + Scenario.OLD, Split.text(prod().traffic));
  }

  @Test
  void aNewServiceIsApprovedBeforeItIsMade() throws Exception {
    scenario.cloud.services.remove(Scenario.KEY);
    Settlement end =
        run(
            deploy(rules(Optional.of(approval(1))), Optional.empty()),
            engine -> {
              waiting(engine);
              assertFalse(scenario.cloud.services.containsKey(Scenario.KEY));
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertTrue(end.success(), end.message());
    assertEquals("100 % LATEST", Split.text(prod().traffic));
  }
}
