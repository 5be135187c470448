package io.jenkins.plugins.cloudrun.credentials;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;

/** Where the identity tokens are that Jenkins issues: in credentials of another kind. */
@FunctionalInterface
interface IdentityTokens {
  /**
   * The text of that credential, as whoever asks may use it.
   *
   * @throws Failure.Permanent if there is none
   */
  String text(String credentialsId) throws Failure;
}
