package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import io.jenkins.plugins.cloudrun.emulator.token.IssuedTokens.AccessToken;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Security Token Service of workload identity federation (RFC 8693): an identity token of a
 * trusted issuer becomes an access token of the principal that it names.
 */
final class FederatedTokens {
  static final String PATH = "/v1/token";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final Map<String, Provider> providers = new ConcurrentHashMap<>();
  private final IssuedTokens tokens;
  private final Clock clock;

  FederatedTokens(IssuedTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  private record Provider(String issuer, PublicKey key) {}

  /** Trusts an issuer under the name of a workload identity provider. */
  void trust(String provider, String issuer, PublicKey key) {
    providers.put(provider, new Provider(issuer, key));
  }

  /** The principal that a subject becomes: what token creation is granted to. */
  static String principal(String provider, String subject) {
    String pool = provider.replaceFirst("/providers/[^/]+$", "");
    return "principal:" + pool + "/subject/" + subject;
  }

  JsonObject exchange(String encodedForm, Duration lifetime) throws Refusal {
    Map<String, String> form = Call.form(encodedForm);
    if (!form.getOrDefault("grant_type", "").equals(GRANT)) {
      throw Refusal.oauth(400, "unsupported_grant_type", "Invalid value for \"grant_type\".");
    }
    String audience = form.getOrDefault("audience", "");
    Provider provider =
        Optional.ofNullable(providers.get(audience))
            .orElseThrow(
                () ->
                    Refusal.oauth(
                        400,
                        "invalid_target",
                        "The target service indicated by the \"audience\" parameters is invalid."
                            + " This might either be because the pool or provider is disabled or"
                            + " deleted or because it doesn't exist."));
    Jwt jwt = checked(form.getOrDefault("subject_token", ""), audience, provider);
    AccessToken token = tokens.issue(principal(audience, jwt.claim("sub")), lifetime);
    JsonObject answer = new JsonObject();
    answer.addProperty("access_token", token.value());
    answer.addProperty("issued_token_type", ACCESS_TOKEN);
    answer.addProperty("token_type", "Bearer");
    answer.addProperty("expires_in", lifetime.toSeconds());
    return answer;
  }

  private Jwt checked(String subjectToken, String audience, Provider provider) throws Refusal {
    Jwt jwt =
        Jwt.parse(subjectToken)
            .orElseThrow(() -> invalid("The subject token is not a JSON web token."));
    if (!jwt.claim("iss").equals(provider.issuer())) {
      throw invalid(
          "The issuer in ID Token "
              + jwt.claim("iss")
              + " does not match the expected ones: "
              + provider.issuer());
    }
    if (!jwt.signedBy(provider.key())) {
      throw invalid("Invalid JWT Signature.");
    }
    List<String> named = jwt.audiences();
    if (!named.contains(audience) && !named.contains("https:" + audience)) {
      throw invalid("The audience in ID Token " + named + " does not match the expected audience.");
    }
    Instant expires = Instant.ofEpochSecond(jwt.seconds("exp"));
    if (!clock.instant().isBefore(expires)) {
      throw invalid("ID Token issued at " + jwt.seconds("iat") + " is stale to sign-in.");
    }
    if (jwt.claim("sub").isEmpty()) {
      throw invalid("The mapped attribute 'google.subject' is missing or empty.");
    }
    return jwt;
  }

  private static Refusal invalid(String description) {
    return Refusal.oauth(400, "invalid_grant", description);
  }
}
