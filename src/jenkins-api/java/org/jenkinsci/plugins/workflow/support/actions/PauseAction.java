package org.jenkinsci.plugins.workflow.support.actions;

import hudson.model.InvisibleAction;
import org.jenkinsci.plugins.workflow.actions.PersistentAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

public class PauseAction extends InvisibleAction implements PersistentAction {
  private final String cause;
  private boolean paused = true;

  public PauseAction(String cause) {
    this.cause = cause;
  }

  public String getCause() {
    return cause;
  }

  public boolean isPaused() {
    return paused;
  }

  public static boolean isPaused(FlowNode node) {
    return node.getActions(PauseAction.class).stream().anyMatch(PauseAction::isPaused);
  }

  public static void endCurrentPause(FlowNode node) {
    node.getActions(PauseAction.class).forEach(pause -> pause.paused = false);
  }
}
