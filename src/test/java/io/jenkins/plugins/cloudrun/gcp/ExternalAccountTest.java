package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.DEPLOYER;
import static io.jenkins.plugins.cloudrun.gcp.Asked.SHOP;
import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.token.Issuer;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations of accounts outside of Google: those that are taken, and those that are made. */
class ExternalAccountTest extends OnTokens {
  private static final WorkloadIdentityProvider PROVIDER =
      new WorkloadIdentityProvider(
          "projects/1/locations/global/workloadIdentityPools/jenkins/providers/main");

  private final Issuer jenkins = new Issuer("https://jenkins.example.com/oidc");
  private TokenServer.Federation federation;

  @BeforeEach
  void trust() {
    federation = tokens.trust(PROVIDER.audience(), jenkins.url(), jenkins.key());
  }

  private String token() {
    return jenkins.token("job/shop", "https:" + PROVIDER.audience(), Duration.ofHours(1));
  }

  /** As gcloud writes it, with a source. */
  private static JsonObject configuration(String source) {
    JsonObject json = new JsonObject();
    json.addProperty("type", "external_account");
    json.addProperty("universe_domain", "googleapis.com");
    json.addProperty("audience", PROVIDER.audience());
    json.addProperty("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    json.addProperty("token_url", "https://sts.googleapis.com/v1/token");
    json.add("credential_source", JsonParser.parseString(source));
    return json;
  }

  private String refusal(JsonObject json, Optional<String> token) {
    identities.put("external", () -> Identity.externalAccount(json.toString(), token));
    int asked = tokens.requests().size();
    String said = failure(() -> sessions.open(ORIGIN, account("external"))).explanation();
    assertTrue(said.startsWith("The credential 'external' cannot be used: it "), said);
    assertEquals(asked, tokens.requests().size(), "nobody was asked");
    return said;
  }

  private Optional<Principal> caller() throws Failure {
    assertEquals(
        Optional.empty(), sessions.open(ORIGIN, account("external")).cloudRun().service(SHOP));
    return lastCaller();
  }

  @Test
  void aTokenOfJenkinsTakesThePlaceOfTheSource() throws Exception {
    JsonObject json = configuration("{\"file\":\"/etc/passwd\"}");
    identities.put(
        "external", () -> Identity.externalAccount(json.toString(), Optional.of(token())));
    assertEquals(Optional.of(new Principal(PROVIDER.principal("job/shop"))), caller());
    json.addProperty(
        "service_account_impersonation_url",
        "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
            + DEPLOYER
            + ":generateAccessToken");
    federation.allowSubject("job/shop", DEPLOYER);
    assertEquals(Optional.of(new Principal(DEPLOYER)), caller());
  }

  @Test
  void nothingIsReadOrRun() {
    applicationDefault = true;
    for (String source :
        List.of(
            "{\"file\":\"/etc/passwd\"}",
            "{\"executable\":{\"command\":\"/bin/sh -c id\"}}",
            "{\"environment_id\":\"aws1\",\"url\":\"http://127.0.0.1/\"}",
            "{\"certificate\":{\"use_default_certificate_config\":true}}",
            "{\"url\":\"" + tokens.uri() + "/t\",\"file\":\"/etc/passwd\"}",
            "{}",
            "null")) {
      String said = refusal(configuration(source), Optional.empty());
      assertTrue(said.contains("which is never done"), said);
      assertFalse(said.contains("passwd") || said.contains("/bin/sh"), said);
    }
  }

  @Test
  void onlyAddressesOfTheAdministratorAreAsked() throws Exception {
    String token = token();
    try (ScriptedServer metadata =
        new ScriptedServer(
            x ->
                ScriptedServer.send(
                    x,
                    200,
                    ("{\"access_token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8)))) {
      String source =
          "{\"url\":\"http://HOST/token\",\"headers\":{\"Metadata\":\"True\"},"
              + "\"format\":{\"type\":\"json\",\"subject_token_field_name\":\"access_token\"}}";
      JsonObject theirs = configuration(source.replace("HOST", metadata.host()));
      applicationDefault = true;
      String said = refusal(theirs, Optional.empty());
      assertTrue(said.contains("an administrator has set as an endpoint"), said);
      assertEquals(0, metadata.requests().size());

      metadataServer = Optional.of(URI.create("http://" + metadata.host()));
      applicationDefault = false;
      said = refusal(theirs, Optional.empty());
      assertTrue(said.contains("nothing was asked"), said);

      applicationDefault = true;
      identities.put(
          "external", () -> Identity.externalAccount(theirs.toString(), Optional.empty()));
      assertEquals(Optional.of(new Principal(PROVIDER.principal("job/shop"))), caller());
      assertEquals(1, metadata.requests().size());
    }
  }

  @Test
  void tokensGoToGoogleOrTheAdministratorAlone() {
    for (String url :
        List.of(
            "https://sts.evil.example.com/v1/token",
            "https://sts.googleapis.com@evil.example.com/v1/token",
            "http://sts.googleapis.com/v1/token",
            "https://sts.googleapis.com/v1/token?x",
            "")) {
      JsonObject json = configuration("{}");
      json.addProperty("token_url", url);
      assertTrue(refusal(json, Optional.of(token())).contains("nothing was sent there"), url);
    }
    for (String url :
        List.of(
            "https://evil.example.com/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken",
            "https://iamcredentials.googleapis.com.evil.example.com/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken",
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.c:signBlob",
            "https://iamcredentials.googleapis.com/x/../v1/projects/-/serviceAccounts/a@b.c:generateAccessToken")) {
      JsonObject json = configuration("{}");
      json.addProperty("service_account_impersonation_url", url);
      assertTrue(refusal(json, Optional.of(token())).contains("nothing was sent there"), url);
    }
  }

  @Test
  void otherKindsAreNamed() {
    JsonObject json = configuration("{}");
    json.addProperty("type", "authorized_user");
    assertTrue(refusal(json, Optional.of(token())).contains("'authorized_user'"));
    json = configuration("{}");
    json.addProperty("subject_token_type", "urn:ietf:params:aws:token-type:aws4_request");
    assertTrue(refusal(json, Optional.of(token())).contains("aws4_request"));
    json = configuration("{}");
    json.addProperty(
        "audience", "//iam.googleapis.com/locations/global/workforcePools/p/providers/x");
    assertTrue(refusal(json, Optional.of(token())).contains("no provider of a workload identity"));
    assertTrue(
        refusal(configuration("{}"), Optional.of("no token")).contains("holds no identity token"));
  }

  /** Google's own library is such a tool. */
  @Test
  void whatOtherToolsGetIsReadByGooglesLibrary(@TempDir Path folder) throws Exception {
    federation.allowSubject("job/shop", RELEASER);
    identities.put(
        "external",
        () -> Identity.externalAccount(configuration("{}").toString(), Optional.of(token())));
    ExternalAccountFile made =
        sessions.externalAccount(
            ORIGIN, new Account(Optional.of("external"), Optional.of(RELEASER)));
    Path token = folder.resolve("token");
    Files.writeString(token, made.token());
    // The library refuses endpoints that are not Google's; where these are is the transport's
    // business.
    JsonObject json = JsonParser.parseString(made.json(token.toString())).getAsJsonObject();
    assertEquals(tokens.uri().resolve("/v1/token").toString(), json.get("token_url").getAsString());
    String google =
        json.toString()
            .replace(tokens.uri().resolve("/v1/token").toString(), Endpoints.GOOGLE_EXCHANGE)
            .replace(tokens.uri().toString().replaceFirst("/$", ""), Endpoints.GOOGLE_IAM);
    JdkHttpTransport transport =
        new JdkHttpTransport(
            new SharedHttp(HttpClient::newBuilder),
            settings().endpoints()::redirected,
            Duration.ofSeconds(20));
    String access =
        ExternalAccountCredentials.fromStream(
                new ByteArrayInputStream(google.getBytes(StandardCharsets.UTF_8)), () -> transport)
            .createScoped("https://www.googleapis.com/auth/cloud-platform")
            .refreshAccessToken()
            .getTokenValue();
    assertEquals(Optional.of(new Principal(RELEASER)), tokens.accessToken(access));
  }
}
