package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import java.time.Instant;
import java.util.Optional;

/**
 * A configuration of the kind {@code external_account} for other tools, and the short-lived
 * identity token that it refers to. It holds no key: who reads it can do until the token ends what
 * the build may do.
 *
 * @param type what kind of token it is to Google
 * @param token the identity token; secret
 * @param expires when the token ends
 * @param impersonate whom the tools act as, if it is not the principal itself
 */
public record ExternalAccountFile(
    WorkloadIdentityProvider provider,
    String type,
    String token,
    Instant expires,
    Optional<ServiceAccount> impersonate,
    String exchange,
    String iamCredentials) {
  /**
   * The configuration, as Google's client libraries and gcloud read it.
   *
   * @param tokenFile where the token is; they read it anew whenever they need another access token
   */
  public String json(String tokenFile) {
    JsonObject format = new JsonObject();
    format.addProperty("type", "text");
    JsonObject source = new JsonObject();
    source.addProperty("file", tokenFile);
    source.add("format", format);
    JsonObject json = new JsonObject();
    json.addProperty("type", "external_account");
    json.addProperty("universe_domain", "googleapis.com");
    json.addProperty("audience", provider.audience());
    json.addProperty("subject_token_type", type);
    json.addProperty("token_url", exchange);
    impersonate.ifPresent(
        account ->
            json.addProperty(
                "service_account_impersonation_url",
                iamCredentials
                    + "/v1/projects/-/serviceAccounts/"
                    + account.value()
                    + ":generateAccessToken"));
    json.add("credential_source", source);
    return json.toString();
  }

  @Override
  public String toString() {
    return "a configuration for " + provider;
  }
}
