package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.util.List;
import java.util.Optional;

/** How an identity is proven to Google, before anybody is impersonated. */
interface Proof {
  /**
   * @throws Failure.Permanent with {@link Reason#UNAUTHENTICATED} saying what is wrong with it;
   *     nothing of it is quoted
   */
  Proven proven(Place place) throws Failure;

  /** All that makes it another one; secret. */
  String content();

  /** The identity token that it is, if it is one. */
  default Optional<SubjectToken> subject() {
    return Optional.empty();
  }

  /**
   * Where it is used.
   *
   * @param name of the credential, for messages
   */
  record Place(
      String name, GoogleSettings settings, HttpTransportFactory transport, List<String> scopes) {
    /** The credential cannot be used: it {@code why}. */
    Failure.Permanent refused(String why) {
      return new Failure.Permanent(
          Reason.UNAUTHENTICATED,
          "The credential '" + name + "' cannot be used: it " + why + ".",
          null);
    }
  }

  /**
   * @param through accounts that the proof itself says are to be impersonated first
   * @param who it is, if it impersonates nobody; empty if only the network knows
   * @param project that it is at home in, if it says so
   * @param federated if it is an identity token
   * @param fresh takes newer identity tokens that say the same, if that is what it is
   * @param key if it is one, which is good until somebody deletes it
   */
  record Proven(
      GoogleCredentials credentials,
      List<ServiceAccount> through,
      Optional<String> who,
      Optional<String> project,
      Optional<FederatedProof> federated,
      Optional<FreshToken> fresh,
      Optional<GoogleKey> key) {}
}
