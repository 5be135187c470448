package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.Optional;

/** Where the text of a credential comes from: asked again for each look, so never kept. */
@FunctionalInterface
public interface KeySource {
  /**
   * The text that a credential holds, as the origin may use it.
   *
   * @throws Failure.Permanent with {@link Failure.Reason#UNAUTHENTICATED} when there is none that
   *     the origin may use, or it is of another kind
   */
  String key(Origin origin, String credentialsId) throws Failure;

  /**
   * Who the credential is to Google.
   *
   * @param provider takes the credential's text, if that is an identity token
   * @throws Failure.Permanent as above
   */
  default Identity identity(
      Origin origin, String credentialsId, Optional<WorkloadIdentityProvider> provider)
      throws Failure {
    return Identity.text(key(origin, credentialsId), provider);
  }
}
