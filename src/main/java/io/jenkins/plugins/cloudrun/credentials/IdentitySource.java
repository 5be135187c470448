package io.jenkins.plugins.cloudrun.credentials;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.Serializable;
import java.util.Optional;

/** How a Google Cloud identity proves who it is. */
public abstract class IdentitySource extends AbstractDescribableImpl<IdentitySource>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  IdentitySource() {}

  /**
   * What it is to Google, before anybody is impersonated.
   *
   * @throws Failure.Permanent saying what is wrong with it
   */
  abstract Identity identity(IdentityTokens tokens) throws Failure;

  /** What people know it by in lists; no secret. */
  abstract String shown();

  /** The credential that issues its identity tokens, if there is one. */
  Optional<String> tokens() {
    return Optional.empty();
  }
}
