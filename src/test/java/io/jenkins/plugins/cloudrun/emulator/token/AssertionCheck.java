package io.jenkins.plugins.cloudrun.emulator.token;

import io.jenkins.plugins.cloudrun.emulator.token.ServiceAccounts.Account;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/**
 * The rules for an assertion that a service account signs for itself (RFC 7523), with the texts of
 * Google's endpoint.
 */
record AssertionCheck(ServiceAccounts accounts, URI tokenUri, Clock clock) {
  static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String GOOGLE = "https://oauth2.googleapis.com/token";
  private static final Duration LONGEST = Duration.ofHours(1);

  /** How far the clocks of two machines may differ. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /**
   * What was proven.
   *
   * @param account who signed
   * @param jwt its claims, with a scope or a target audience
   */
  record Proof(Account account, Jwt jwt) {}

  Proof check(String grantType, String assertion) throws Refusal {
    if (!grantType.equals(GRANT)) {
      throw Refusal.oauth(400, "unsupported_grant_type", "Invalid grant_type: " + grantType);
    }
    Jwt jwt =
        Jwt.parse(assertion)
            .orElseThrow(
                () -> invalid("Invalid JWT: Token must be three parts of base64url JSON."));
    Account account =
        accounts
            .find(jwt.claim("iss"))
            .orElseThrow(() -> invalid("Invalid grant: account not found"));
    // A key that was never made for this account cannot have signed for it.
    if (!jwt.keyId().equals(account.keyId()) || !jwt.signedBy(account.keys().getPublic())) {
      throw invalid("Invalid JWT Signature.");
    }
    String audience = jwt.claim("aud");
    if (!audience.equals(GOOGLE) && !audience.equals(tokenUri.toString())) {
      throw invalid("Invalid JWT: Failed audience check. The right audience is " + tokenUri);
    }
    checkTimes(jwt.seconds("iat"), jwt.seconds("exp"));
    if (!jwt.claim("sub").isEmpty() && !jwt.claim("sub").equals(account.email())) {
      throw Refusal.oauth(
          401,
          "unauthorized_client",
          "Client is unauthorized to retrieve access tokens using this method, or client not"
              + " authorized for any of the scopes requested.");
    }
    if (jwt.claim("target_audience").isEmpty() && jwt.claim("scope").isBlank()) {
      throw Refusal.oauth(
          400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    }
    return new Proof(account, jwt);
  }

  private void checkTimes(long issued, long expires) throws Refusal {
    long now = clock.instant().getEpochSecond();
    boolean reasonable =
        issued > 0
            && issued <= now + SKEW.toSeconds()
            && expires > issued
            && expires <= issued + LONGEST.toSeconds()
            && expires > now - SKEW.toSeconds();
    if (!reasonable) {
      throw invalid(
          "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
              + " timeframe. Check your iat and exp values in the JWT claim.");
    }
  }

  private static Refusal invalid(String description) {
    return Refusal.oauth(400, "invalid_grant", description);
  }
}
