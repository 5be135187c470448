package io.jenkins.plugins.cloudrun.platform;

import io.jenkins.plugins.cloudrun.rollout.Approver;

/** Who asks for a page or sends an answer. */
public interface Person extends Approver {
  /** The user's id; {@code anonymous} for somebody who is not logged in. */
  String id();
}
