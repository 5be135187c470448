package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import java.util.Optional;

/**
 * Where sessions come from: credentials are looked up again each time, so that a withdrawn one
 * stops working.
 */
public interface Sessions {
  /**
   * @throws Failure.Permanent with {@link Failure.Reason#UNAUTHENTICATED} when the credentials are
   *     missing, of the wrong kind, or refused
   */
  Session open(Origin origin, Account account) throws Failure;

  /**
   * Whom to act as: names only, never a key or token.
   *
   * @param credentialsId of a Jenkins credential, or empty for application default credentials
   * @param impersonate a service account to impersonate from those credentials
   * @param workloadIdentityProvider takes the credential's text, which then is an identity token
   *     that Jenkins issues
   */
  record Account(
      Optional<String> credentialsId,
      Optional<String> impersonate,
      Optional<WorkloadIdentityProvider> workloadIdentityProvider) {
    /** Whom a credential names by itself. */
    public Account(Optional<String> credentialsId, Optional<String> impersonate) {
      this(credentialsId, impersonate, Optional.empty());
    }
  }
}
