package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import java.time.Instant;
import java.util.Map;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;
import org.junit.jupiter.api.Test;

/** What the views of a Pipeline can show of a step. */
final class StepMarksTest {
  private final FakeContext.FakeNode node = new FakeContext.FakeNode("12");
  private final StepMarks marks = new StepMarks(node, "shop");

  private static Entry entry(String kind) {
    return new Entry(Instant.EPOCH, kind, "something");
  }

  private String label() {
    return node.getAction(LabelAction.class).getDisplayName();
  }

  @Test
  void theLabelSaysWhatIsAwaited() {
    marks.told(entry(Entry.SECTION), "baking at 5 %");
    assertEquals("shop: baking at 5 %", label());
    marks.told(entry(Entry.VERDICT), "something else");
    assertEquals("shop: baking at 5 %", label());
    marks.ended(new Settlement(false, "No.", Map.of("outcome", "rolled_back")), true);
    assertEquals("shop: rolled back", label());
    assertEquals(1, node.getActions(LabelAction.class).size());
  }

  @Test
  void aLabelIsNoLongerThanThatOfAnyStep() {
    marks.told(entry(Entry.SECTION), "x".repeat(200));
    assertEquals(100, label().length());
  }

  @Test
  void aQuestionPausesTheStepUntilTheStoryGoesOn() {
    marks.told(entry(Entry.QUESTION), "waiting for release-managers");
    assertTrue(PauseAction.isPaused(node));
    marks.told(entry(Entry.QUESTION), "waiting for release-managers");
    assertEquals(1, node.getActions(PauseAction.class).size(), "told again after a restart");
    marks.told(entry(Entry.VERDICT), "");
    assertTrue(PauseAction.isPaused(node));
    marks.told(entry(Entry.SECTION), "shifting traffic to 50 percent");
    assertFalse(PauseAction.isPaused(node));
  }

  @Test
  void anEndIsNoPause() {
    marks.told(entry(Entry.QUESTION), "waiting for release-managers");
    marks.ended(new Settlement(false, "Nobody answered.", Map.of()), true);
    assertFalse(PauseAction.isPaused(node));
  }

  @Test
  void aFailureThatIsReturnedIsYellowWithItsReason() {
    marks.ended(new Settlement(false, "The gate refused.", Map.of("outcome", "failed")), false);
    WarningAction warning = node.getAction(WarningAction.class);
    assertEquals("The gate refused.", warning.getMessage());
    assertEquals(Result.UNSTABLE, warning.getResult());
  }

  @Test
  void redAndGreenExplainThemselves() {
    marks.ended(new Settlement(false, "The gate refused.", Map.of("outcome", "failed")), true);
    marks.ended(new Settlement(true, "", Map.of("outcome", "succeeded")), false);
    assertNull(node.getAction(WarningAction.class));
  }

  /** Saved by a version that knew no subject. */
  @Test
  void withoutASubjectThereIsNoLabel() {
    new StepMarks(node, null).told(entry(Entry.SECTION), "baking");
    assertNull(node.getAction(LabelAction.class));
  }
}
