package io.jenkins.plugins.cloudrun.step;

import hudson.model.Result;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Entry;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;
import org.jspecify.annotations.Nullable;

/**
 * What the views of a Pipeline show of a step: what is awaited, that a person is, for how long, and
 * why it is yellow. Red explains itself: it has the failure's message.
 */
final class StepMarks {
  /** As much as the label of any step may have. */
  private static final int LONGEST_LABEL = 100;

  private final FlowNode node;
  private final @Nullable String subject;

  /**
   * @param subject what the step acts on
   */
  StepMarks(FlowNode node, @Nullable String subject) {
    this.node = node;
    this.subject = subject;
  }

  /**
   * A line was told.
   *
   * @param status what is awaited now
   */
  void told(Entry entry, String status) {
    boolean asks = entry.kind().equals(Entry.QUESTION);
    if (!asks && !entry.kind().equals(Entry.SECTION)) {
      return;
    }
    label(status);
    if (!asks) {
      resumed();
    } else if (!PauseAction.isPaused(node)) {
      node.addAction(new PauseAction("Cloud Run approval"));
    }
  }

  /**
   * @param failing whether the step fails when this is no success
   */
  void ended(Durable.Settlement settlement, boolean failing) {
    resumed();
    label(String.valueOf(settlement.result().getOrDefault("outcome", "")).replace('_', ' '));
    if (!settlement.success() && !failing) {
      node.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(settlement.message()));
    }
  }

  private void resumed() {
    if (PauseAction.isPaused(node)) {
      PauseAction.endCurrentPause(node);
    }
  }

  private void label(String what) {
    if (subject != null && !what.isEmpty()) {
      String label = subject + ": " + what;
      node.addOrReplaceAction(
          new LabelAction(label.substring(0, Math.min(label.length(), LONGEST_LABEL))));
    }
  }
}
