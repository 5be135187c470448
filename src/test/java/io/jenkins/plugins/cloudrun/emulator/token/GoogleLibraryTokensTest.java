package io.jenkins.plugins.cloudrun.emulator.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.IdToken;
import com.google.auth.oauth2.IdTokenProvider;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.gcp.JdkHttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Google's own library asks for the tokens. */
class GoogleLibraryTokensTest {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  private static final String RELEASER = "releaser@demo-project.iam.gserviceaccount.com";
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");
  private static final String AUDIENCE = "https://shop.example.com";

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final HttpTransportFactory transport = () -> new JdkHttpTransport(http, this::redirected);
  private TokenServer server;

  @BeforeEach
  void start() throws IOException {
    InstantSource time = () -> Instant.now().plus(ahead.get());
    Clock clock = time.withZone(ZoneOffset.UTC);
    server = TokenServer.start(0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givesAnAccessTokenForAKey() throws Exception {
    String token = key(DEPLOYER).refreshAccessToken().getTokenValue();

    assertEquals(Optional.of(new Principal(DEPLOYER)), server.accessToken(token));
    assertEquals(Optional.empty(), server.accessToken(token + "x"));
  }

  @Test
  void forgetsTokensThatAreRevoked() throws Exception {
    String token = key(DEPLOYER).refreshAccessToken().getTokenValue();
    server.revokeAccessTokens();

    assertEquals(Optional.empty(), server.accessToken(token));
  }

  @Test
  void givesAnIdentityTokenForAKey() throws Exception {
    IdToken token = key(DEPLOYER).idTokenWithAudience(AUDIENCE, List.of());

    assertIdentity(DEPLOYER, token);
    assertEquals(
        Optional.empty(),
        server.identity(token.getTokenValue(), Set.of("https://other.example.com")));
  }

  @Test
  void givesTokensOfAnotherAccountToWhomIsGranted() throws Exception {
    server.accounts().allowTokens(DEPLOYER, RELEASER);
    ImpersonatedCredentials releaser = impersonated();

    assertEquals(
        Optional.of(new Principal(RELEASER)),
        server.accessToken(releaser.refreshAccessToken().getTokenValue()));
    assertIdentity(
        RELEASER,
        releaser.idTokenWithAudience(AUDIENCE, List.of(IdTokenProvider.Option.INCLUDE_EMAIL)));
  }

  @Test
  void givesNobodyTokensWithoutAGrant() {
    server.accounts().create(RELEASER);
    IOException refusal =
        assertThrows(IOException.class, () -> impersonated().refreshAccessToken());

    assertTrue(text(refusal).contains("403"), text(refusal));
    assertTrue(text(refusal).contains("iam.serviceAccounts.getAccessToken"), text(refusal));
  }

  @Test
  void isAMetadataServerOnceSomebodyRunsThere() throws Exception {
    ComputeEngineCredentials machine =
        ComputeEngineCredentials.newBuilder().setHttpTransportFactory(transport).build();
    assertThrows(IOException.class, machine::refreshAccessToken);

    server.setMachineAccount(DEPLOYER);

    assertEquals(
        Optional.of(new Principal(DEPLOYER)),
        server.accessToken(machine.refreshAccessToken().getTokenValue()));
    assertEquals(DEPLOYER, machine.getAccount());
    assertIdentity(
        DEPLOYER,
        machine.idTokenWithAudience(AUDIENCE, List.of(IdTokenProvider.Option.FORMAT_FULL)));
    HttpRequest bare =
        HttpRequest.newBuilder(server.uri().resolve("/computeMetadata/v1/project/project-id"))
            .build();
    assertEquals(403, http.send(bare, BodyHandlers.ofString()).statusCode());
  }

  @Test
  void refusesAssertionsThatAreNotInOrder() throws Exception {
    ServiceAccounts.Account account = server.accounts().account(DEPLOYER);
    PrivateKey key = account.keys().getPrivate();
    PrivateKey other = ServiceAccounts.newKeys().getPrivate();
    String kid = account.keyId();

    assertRefused("Invalid JWT Signature.", Jwt.sign(claims(), kid, other));
    assertRefused("Invalid JWT Signature.", Jwt.sign(claims(), "other", key));
    assertRefused("account not found", Jwt.sign(with("iss", "nobody@example.com"), kid, key));
    assertRefused("audience", Jwt.sign(with("aud", "https://example.com"), kid, key));
    JsonObject tooLong = claims();
    tooLong.addProperty("exp", Instant.now().plusSeconds(3700).getEpochSecond());
    assertRefused("short-lived", Jwt.sign(tooLong, kid, key));
    assertRefused("scope", Jwt.sign(with("scope", ""), kid, key));
    assertRefused("three parts", "a.b.c");
    assertEquals(200, ask(Jwt.sign(claims(), kid, key)).statusCode());
  }

  @Test
  void failsWhenTold() throws Exception {
    server.failNext(1);
    String assertion =
        Jwt.sign(
            claims(),
            server.accounts().account(DEPLOYER).keyId(),
            server.accounts().account(DEPLOYER).keys().getPrivate());

    assertEquals(503, ask(assertion).statusCode());
    assertEquals(200, ask(assertion).statusCode());
  }

  @Test
  void writesKeyFilesAsGoogleDoes() {
    String text = server.serviceAccountKey(DEPLOYER);
    JsonObject key = JsonParser.parseString(text).getAsJsonObject();

    assertEquals("service_account", key.get("type").getAsString());
    assertEquals("demo-project", key.get("project_id").getAsString());
    assertEquals(server.uri() + "/token", key.get("token_uri").getAsString());
    assertEquals(text, server.serviceAccountKey(DEPLOYER));
    assertNotEquals(text, server.serviceAccountKey(RELEASER));
  }

  private void assertIdentity(String email, IdToken token) {
    assertEquals(
        Optional.of(email), server.identity(token.getTokenValue(), Set.of(AUDIENCE, "another")));
  }

  private void assertRefused(String why, String assertion) throws Exception {
    HttpResponse<String> answer = ask(assertion);
    assertEquals(400, answer.statusCode(), why);
    assertTrue(answer.body().contains(why), answer.body());
  }

  private HttpResponse<String> ask(String assertion) throws Exception {
    String form =
        "grant_type="
            + URLEncoder.encode(
                "urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8)
            + "&assertion="
            + assertion;
    return http.send(
        HttpRequest.newBuilder(server.tokenUri()).POST(BodyPublishers.ofString(form)).build(),
        BodyHandlers.ofString());
  }

  private JsonObject claims() {
    JsonObject claims = new JsonObject();
    long now = Instant.now().getEpochSecond();
    claims.addProperty("iss", DEPLOYER);
    claims.addProperty("aud", server.tokenUri().toString());
    claims.addProperty("scope", SCOPES.get(0));
    claims.addProperty("iat", now);
    claims.addProperty("exp", now + 3600);
    return claims;
  }

  private JsonObject with(String name, String value) {
    JsonObject claims = claims();
    claims.addProperty(name, value);
    return claims;
  }

  private ServiceAccountCredentials key(String email) throws IOException {
    JsonObject key = JsonParser.parseString(server.serviceAccountKey(email)).getAsJsonObject();
    return ServiceAccountCredentials.newBuilder()
        .setClientId(key.get("client_id").getAsString())
        .setClientEmail(key.get("client_email").getAsString())
        .setPrivateKeyId(key.get("private_key_id").getAsString())
        .setPrivateKeyString(key.get("private_key").getAsString())
        .setScopes(SCOPES)
        .setHttpTransportFactory(transport)
        .build();
  }

  private ImpersonatedCredentials impersonated() throws IOException {
    return ImpersonatedCredentials.newBuilder()
        .setSourceCredentials(key(DEPLOYER))
        .setTargetPrincipal(RELEASER)
        .setScopes(SCOPES)
        .setLifetime(3600)
        .setHttpTransportFactory(transport)
        .build();
  }

  private URI redirected(URI wanted) {
    String path = wanted.getRawPath() == null ? "/" : wanted.getRawPath();
    return URI.create(
        server.uri() + path + (wanted.getRawQuery() == null ? "" : "?" + wanted.getRawQuery()));
  }

  private static String text(Throwable failure) {
    return failure + (failure.getCause() == null ? "" : " / " + text(failure.getCause()));
  }
}
