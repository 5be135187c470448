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
   * @throws Failure.Permanent when there is no identity token
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException saying what is wrong with it
   */
  abstract Identity identity(IdentityTokens tokens) throws Failure;

  /** The account that it is by itself, if that can be said without asking anybody; no secret. */
  Optional<String> who() {
    return Optional.empty();
  }

  /** What proves it, in a few words; no secret. */
  abstract String by();

  /** The credential that issues its identity tokens, if there is one. */
  Optional<String> tokens() {
    return Optional.empty();
  }
}
