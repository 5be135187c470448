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
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A promotion ends the same wherever it is cut off. */
class PromotionCrashTest extends PromotionScenario {
  @Test
  void itEndsTheSameWhereverItIsCutOff() throws Exception {
    int points = 0;
    boolean effects = true;
    for (int point = 1; ; point++) {
      Path folder = home.resolve((effects ? "effect-" : "save-") + point);
      begin(folder);
      Crash.At at = new Crash.At(point);
      List<ImageCopies.Order> images = there;
      copies = new FakeCopies(images, effects ? at : new Crash.At(0));
      Crash.At saves = effects ? new Crash.At(0) : at;
      scenario.cloud.afterEffect = effects ? at : new Crash.At(0);
      scenario.cloud.gone = at.happened() ? at : new Crash.At(0);
      Plan plan = plan(rules(Optional.of(approval(2))));
      boolean over;
      scenario.cloud.gone = effects ? new Crash.At(0) : at;
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = engine(folder, poller, saves)) {
        over = !answered(engine, plan, at);
      }
      scenario.cloud.gone = new Crash.At(0);
      scenario.cloud.afterEffect = new Crash.At(0);
      // The process and its copies are gone, what was copied is not.
      copies = new FakeCopies(images, new Crash.At(0));
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = engine(folder, poller, new Crash.At(0))) {
        engine.resume();
        assertFalse(answered(engine, plan, new Crash.At(0)));
        Settlement end = scenario.await(engine, "r-1");
        assertTrue(end.success(), point + ": " + end.message());
      }
      assertEquals("100 % LATEST", Split.text(prod().traffic));
      assertEquals(1, images.size());
      List<AuditEntry> entries = audit(folder).latest(100, e -> true);
      assertEquals(4, entries.stream().map(AuditEntry::id).distinct().count(), entries.toString());
      assertEquals(4, entries.size(), entries.toString());
      if (over) {
        if (!effects) {
          break;
        }
        effects = false;
        point = 0;
      } else {
        points++;
      }
    }
    System.out.println("Promotions cut off: " + points + " cases");
    assertTrue(points >= 15, "" + points);
  }

  /** Starts it, and two people approve when it asks; whether it was cut off. */
  private boolean answered(DurableEngine<Rollout> engine, Plan plan, Crash.At at) throws Exception {
    try {
      engine.start(scenario.rollout(plan));
      for (int i = 0; i < 20_000 && !at.happened(); i++) {
        Rollout now = engine.find("r-1").orElseThrow();
        if (now.settlement().isPresent()) {
          return false;
        }
        if (now.phase() instanceof Approving && now.ruling().isEmpty()) {
          engine.command("r-1", answer(Command.APPROVE, now.assents().isEmpty() ? "bob" : "carol"));
        }
        Thread.sleep(1);
      }
    } catch (Crash crash) {
      assertTrue(at.happened());
    }
    return at.happened();
  }
}
