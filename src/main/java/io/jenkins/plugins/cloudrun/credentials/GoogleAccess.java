package io.jenkins.plugins.cloudrun.credentials;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.gcp.IdentityFacts;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;

/** How forms of credentials reach Google; the one of this Jenkins is an extension. */
public interface GoogleAccess extends ExtensionPoint {
  /** The one of this Jenkins. */
  static GoogleAccess get() {
    return ExtensionList.lookupSingleton(GoogleAccess.class);
  }

  /** As an administrator has them now. */
  GoogleSettings settings();

  /** Asks Google for a token, and says whose it is; see {@code GoogleSessions}. */
  IdentityFacts facts(Identity identity, String name) throws Failure;
}
