package io.jenkins.plugins.cloudrun.rollout;

import java.util.Locale;

/** How a rollout ended. */
public enum Outcome {
  /** The new revision has the traffic that the plan gives it. */
  SUCCEEDED,
  /** It failed, and traffic is where it was before. */
  ROLLED_BACK,
  /** It failed before any traffic moved, on a first deploy, or with {@code onFailure: 'keep'}. */
  FAILED,
  /** It failed, and so did the rollback: a person must look. */
  ROLLBACK_FAILED,
  /** Somebody aborted it; what it had changed was put back. */
  ABORTED,
  /** A fault of the plugin kept it from going on; what it had changed was put back if possible. */
  INTERNAL_ERROR;

  /** As it stands in a step's return value: {@code rolled_back}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
