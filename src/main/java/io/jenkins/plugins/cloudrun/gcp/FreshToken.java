package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.oauth2.ExternalAccountSupplierContext;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.IdentityPoolSubjectTokenSupplier;
import io.jenkins.plugins.cloudrun.gcp.Proof.Place;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;

/**
 * The latest of the identity tokens that say the same: each look brings one that was made just now,
 * and the exchange takes that when Google's token nears its end.
 */
final class FreshToken implements IdentityPoolSubjectTokenSupplier {
  private static final long serialVersionUID = 1L;

  private transient volatile SubjectToken latest;

  FreshToken(SubjectToken first) {
    this.latest = first;
  }

  void offer(SubjectToken token) {
    if (token.expires().isAfter(latest.expires())) {
      latest = token;
    }
  }

  @Override
  public String getSubjectToken(ExternalAccountSupplierContext context) {
    return latest.text();
  }

  /** Credentials that exchange whatever the supplier has then. */
  static GoogleCredentials exchanging(
      WorkloadIdentityProvider provider,
      String type,
      IdentityPoolSubjectTokenSupplier supplier,
      Place place) {
    return IdentityPoolCredentials.newBuilder()
        .setAudience(provider.audience())
        .setSubjectTokenType(type)
        .setSubjectTokenSupplier(supplier)
        .setTokenUrl(Endpoints.GOOGLE_EXCHANGE)
        .setScopes(place.scopes())
        .setHttpTransportFactory(place.transport())
        .build();
  }
}
