package io.jenkins.plugins.cloudrun.step;

import jenkins.model.CauseOfInterruption;

/** Somebody aborted what the step waited for, not the step. */
final class AbortedElsewhere extends CauseOfInterruption {
  private static final long serialVersionUID = 1L;

  /** What happened, for people. */
  private final String message;

  AbortedElsewhere(String message) {
    this.message = message.isBlank() ? "Aborted from outside of this build." : message;
  }

  @Override
  public String getShortDescription() {
    return message;
  }
}
