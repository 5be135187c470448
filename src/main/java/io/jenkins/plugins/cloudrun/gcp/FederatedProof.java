package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.List;
import java.util.Optional;

/**
 * An identity token that a workload identity provider takes: its subject becomes a principal of the
 * pool.
 *
 * @param type what kind of token it is to Google
 * @param token whatever the credential holds
 * @param through accounts that are impersonated first
 */
record FederatedProof(
    WorkloadIdentityProvider provider, String type, String token, List<ServiceAccount> through)
    implements Proof {
  static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  static FederatedProof of(WorkloadIdentityProvider provider, String token) {
    return new FederatedProof(provider, JWT, token, List.of());
  }

  @Override
  public Proven proven(Place place) throws Failure {
    SubjectToken first =
        subject()
            .orElseThrow(
                () ->
                    place.refused(
                        "holds no identity token (a JSON web token) that the workload identity"
                            + " provider could take. Use a credential of the kind 'OpenID Connect"
                            + " id token' with the provider as its audience"));
    FreshToken fresh = new FreshToken(first);
    return new Proven(
        FreshToken.exchanging(provider, type, fresh, place),
        through,
        Optional.of(provider.principal(first.subject())),
        Optional.empty(),
        Optional.of(this),
        Optional.of(fresh),
        Optional.empty());
  }

  @Override
  public String content() {
    return provider
        + " "
        + type
        + " "
        + through
        + " "
        + subject().map(SubjectToken::says).orElse(token);
  }

  @Override
  public Optional<SubjectToken> subject() {
    return SubjectToken.parse(token);
  }

  @Override
  public String toString() {
    return "an identity token for " + provider;
  }
}
