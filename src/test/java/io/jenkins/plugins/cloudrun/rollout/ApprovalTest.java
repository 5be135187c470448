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
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing goes on without the leave of the person who is asked. */
class ApprovalTest {
  @TempDir Path home;
  private Scenario scenario;

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @BeforeEach
  void setUp() {
    scenario = new Scenario(home);
    scenario.serving();
  }

  private static Plan plan(int before, Duration within) {
    Approval approval = new Approval(List.of("release-managers"), within, before, List.of("alice"));
    return Scenario.with(
        Scenario.canary(), new Policy(Concurrent.WAIT, false, Optional.of(approval)));
  }

  private static Command answer(String kind, String actor) {
    return new Command(kind, actor, "looked at it", Instant.parse("2026-01-01T01:00:00Z"));
  }

  private static void waiting(DurableEngine<Rollout> engine) throws Exception {
    for (int i = 0; i < 20_000; i++) {
      if (engine.find("r-1").orElseThrow().phase() instanceof Approving) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError(engine.find("r-1").toString());
  }

  private String traffic() {
    return Split.text(scenario.cloud.services.get(Scenario.KEY).traffic);
  }

  private interface Wish {
    void of(DurableEngine<Rollout> engine) throws Exception;
  }

  private Settlement run(Plan plan, Wish wish) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(scenario.rollout(plan));
      waiting(engine);
      wish.of(engine);
      return scenario.await(engine, "r-1");
    }
  }

  @Test
  void approvedItGoesOnAndSaysByWhom() throws Exception {
    Settlement end =
        run(
            plan(50, Duration.ofHours(4)),
            engine -> {
              assertTrue(traffic().startsWith("95 % " + Scenario.OLD), traffic());
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertTrue(end.success(), end.message());
    assertEquals("100 % LATEST", traffic());
    assertEquals("bob", ((Map<?, ?>) end.result().get("approval")).get("by"));
    assertTrue(scenario.log.contains("50 % approved by bob (looked at it)"));
  }

  @Test
  void rejectedItGoesBack() throws Exception {
    Settlement end =
        run(
            plan(100, Duration.ofHours(4)),
            engine -> engine.command("r-1", answer(Command.REJECT, "bob")));
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(end.message().contains("It was rejected by bob (looked at it)"), end.message());
    assertEquals("100 % " + Scenario.OLD, traffic());
  }

  @Test
  void withoutAnAnswerItGoesBackInTime() throws Exception {
    Settlement end = run(plan(1, Duration.ofSeconds(40)), engine -> {});
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(end.message().contains("Nobody approved it within 40s"), end.message());
    assertEquals(1, scenario.cloud.effects.size(), "no share was given: " + scenario.cloud.effects);
  }

  @Test
  void theFirstAnswerCounts() throws Exception {
    Settlement end =
        run(
            plan(50, Duration.ofHours(4)),
            engine -> {
              Rollout first = engine.command("r-1", answer(Command.REJECT, "bob")).orElseThrow();
              Rollout second =
                  engine.command("r-1", answer(Command.APPROVE, "carol")).orElseThrow();
              assertEquals("bob", first.ruling().orElseThrow().actor());
              assertEquals("bob", second.ruling().orElseThrow().actor());
            });
    assertEquals("rolled_back", Scenario.outcome(end));
  }

  /** What pages show: what goes on, what is asked, and what has ended, also after a restart. */
  @Test
  void theRolloutsOfAnItemAreFound() throws Exception {
    String item = scenario.rollout(plan(50, Duration.ofHours(4))).origin().item();
    run(
        plan(50, Duration.ofHours(4)),
        engine -> {
          assertTrue(engine.knows(item));
          Rollout asked = engine.of(item, 0).get(0);
          Asking asking = asked.asking().orElseThrow();
          assertEquals(5, asking.percent());
          assertEquals(50, asking.next());
          assertEquals(asking.since().plus(Duration.ofHours(4)), asking.until());
          assertFalse(engine.knows("other"));
          engine.command("r-1", answer(Command.REJECT, "bob"));
          assertEquals(Optional.empty(), engine.of(item, 0).get(0).asking());
        });
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> later = scenario.engine(poller, new Crash.At(0))) {
      assertTrue(later.knows(item));
      assertEquals(List.of("r-1"), later.of(item, 20).stream().map(Rollout::id).toList());
      assertEquals(List.of(), later.of(item, 0));
      assertEquals(List.of(), later.of("other", 20));
      assertFalse(later.knows("other"));
    }
  }

  /** The gates are asked while a person thinks. */
  @Test
  void whatTurnsBadMeanwhileGoesBack() throws Exception {
    Settlement end = run(plan(50, Duration.ofHours(4)), engine -> scenario.cloud.status = 503);
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(end.message().contains("status 503"), end.message());
    assertEquals("100 % " + Scenario.OLD, traffic());
  }

  @Test
  void anAbortIsStillPossible() throws Exception {
    Settlement end =
        run(
            plan(50, Duration.ofHours(4)),
            engine -> engine.command("r-1", answer(Command.ABORT, "bob")));
    assertEquals("aborted", Scenario.outcome(end));
    assertEquals("100 % " + Scenario.OLD, traffic());
  }

  /** Until it is seen what becomes of the traffic, which takes a moment. */
  @Test
  void whatAwaitsItsAbortSaysSo() {
    Rollout begun = scenario.rollout(plan(50, Duration.ofHours(4)));
    assertFalse(begun.status().contains("aborting"), begun.status());
    Rollout aborted = begun.with(answer(Command.ABORT, "bob"));
    assertEquals("aborting", aborted.status());
    aborted = aborted.copy().baseline(Baseline.of(Optional.empty())).build();
    Rollout back = aborted.in(RollingBack.to(Outcome.ABORTED, "x"), scenario.clock.instant());
    assertFalse(back.status().contains("aborting"), back.status());
  }

  @Test
  void anAnswerBeforeTheQuestionIsNoAnswer() {
    Rollout begun = scenario.rollout(plan(50, Duration.ofHours(4)));
    assertEquals(begun, begun.with(answer(Command.APPROVE, "bob")));
  }

  /** The answer was recorded first, so that a decision made without it is not. */
  @Test
  void anAnswerIsNotLostToADecisionThatDidNotKnowIt() {
    Rollout asked = scenario.rollout(plan(50, Duration.ofHours(4)));
    asked = asked.in(new Approving(Baking.at(0, Instant.MAX), 0), scenario.clock.instant());
    Rollout answered = asked.with(answer(Command.APPROVE, "bob"));
    Rollout expired = asked.in(RollingBack.to(Outcome.ROLLED_BACK, "late"), Instant.MAX);
    assertEquals(answered, expired.keeping(answered));
  }

  @Test
  void itEndsTheSameWhereverItIsCutOff() throws Exception {
    int points = 0;
    for (int point = 2; ; point += 2) {
      scenario = new Scenario(home.resolve("cut-" + point));
      scenario.serving();
      Crash.At at = new Crash.At(point);
      scenario.cloud.gone = at;
      Plan plan = plan(50, Duration.ofHours(4));
      boolean over;
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = scenario.engine(poller, at)) {
        over = !answered(engine, plan, at);
      }
      scenario.cloud.gone = new Crash.At(0);
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
        engine.resume();
        assertFalse(answered(engine, plan, new Crash.At(0)));
        Settlement end = scenario.await(engine, "r-1");
        assertTrue(end.success(), point + ": " + end.message());
        assertEquals("bob", ((Map<?, ?>) end.result().get("approval")).get("by"));
      }
      assertEquals("100 % LATEST", traffic());
      if (over) {
        break;
      }
      points++;
    }
    System.out.println("Approvals cut off: " + points + " cases");
    assertTrue(points >= 6, "" + points);
  }

  /** Starts it, and answers when it asks; whether it was cut off. */
  private boolean answered(DurableEngine<Rollout> engine, Plan plan, Crash.At at) throws Exception {
    try {
      engine.start(scenario.rollout(plan));
      for (int i = 0; i < 20_000 && !at.happened(); i++) {
        Rollout now = engine.find("r-1").orElseThrow();
        if (now.settlement().isPresent()) {
          return false;
        }
        if (now.phase() instanceof Approving && now.ruling().isEmpty()) {
          engine.command("r-1", answer(Command.APPROVE, "bob"));
        }
        Thread.sleep(1);
      }
    } catch (Crash crash) {
      assertTrue(at.happened());
    }
    return at.happened();
  }

  @Test
  void itIsStoredAndKeptFromOlderVersions() throws Exception {
    Rollout rollout = scenario.rollout(plan(50, Duration.ofHours(4)));
    rollout =
        rollout
            .in(Approving.at(rollout, 1, scenario.clock.instant()), scenario.clock.instant())
            .with(answer(Command.APPROVE, "bob"));
    RolloutJson json = new RolloutJson(Scenario.SEAL);
    String text = json.write(rollout);
    assertEquals(rollout, json.read(text));
    // A version that knows no approvals must not take it up.
    assertTrue(text.contains("\"format\":" + RolloutJson.FORMAT), text);
    assertTrue(RolloutJson.FORMAT >= 2);
    Approval byOthers =
        new Approval(List.of("team"), Duration.ofHours(4), 50, List.of("ada"), true, 2);
    rollout =
        scenario.rollout(
            Scenario.with(
                Scenario.canary(), new Policy(Concurrent.WAIT, false, Optional.of(byOthers))));
    assertEquals(rollout, json.read(json.write(rollout)));
  }
}
