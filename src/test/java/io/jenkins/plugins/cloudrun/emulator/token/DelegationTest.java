package io.jenkins.plugins.cloudrun.emulator.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdToken;
import com.google.auth.oauth2.IdTokenCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens by way of others, and tokens that are worth nothing, through Google's own library. */
class DelegationTest {
  private static final String ROBOT = "robot@demo.iam.gserviceaccount.com";
  private static final String DEPLOYER = "deployer@demo.iam.gserviceaccount.com";
  private static final String MIDDLE = "middle@demo.iam.gserviceaccount.com";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String AUDIENCE = "https://shop-1.europe-west1.run.app";
  private static final String PROVIDER =
      "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/providers/jenkins";

  private TokenServer server;

  @BeforeEach
  void start() throws IOException {
    server = TokenServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aTokenThatHasExpiredIsRefused() throws IOException {
    server.setLifetime(Duration.ZERO);

    assertEquals(Optional.empty(), server.accessToken(token(key(ROBOT).createScoped(SCOPE))));
    String identity = identity(key(ROBOT), AUDIENCE);
    assertEquals(Optional.empty(), server.identity(identity, Set.of(AUDIENCE)));
  }

  @Test
  void anotherKeyOfTheSameNameIsRefused() throws IOException {
    JsonObject forged = JsonParser.parseString(server.serviceAccountKey(ROBOT)).getAsJsonObject();
    JsonObject other = JsonParser.parseString(server.serviceAccountKey(MIDDLE)).getAsJsonObject();
    forged.add("private_key", other.get("private_key"));

    assertRefused("Invalid JWT Signature.", credentials(forged.toString()).createScoped(SCOPE));
    assertEquals(
        List.of(new TokenServer.Request("/token", "", 400)),
        server.requests(),
        "the journal says what came of it and holds no token");
  }

  @Test
  void aKeyBecomesAnIdentityTokenForOneAudience() throws IOException {
    IdTokenCredentials credentials =
        IdTokenCredentials.newBuilder()
            .setIdTokenProvider(key(ROBOT))
            .setTargetAudience(AUDIENCE)
            .build();
    String identity = token(credentials);

    assertEquals(Optional.of(ROBOT), server.identity(identity, Set.of("x", AUDIENCE)));
    assertEquals(Optional.empty(), server.identity(identity, Set.of("https://else.run.app")));
    int dot = identity.lastIndexOf('.');
    String resigned = identity.substring(0, dot + 1) + "AAAA" + identity.substring(dot + 5);
    assertEquals(Optional.empty(), server.identity(resigned, Set.of(AUDIENCE)));
    assertEquals(Optional.empty(), server.accessToken(identity), "an identity token opens no API");
  }

  @Test
  void impersonationFollowsTheWholeChainOfDelegates() throws IOException {
    server.accounts().allowTokens(ROBOT, MIDDLE);
    ImpersonatedCredentials credentials = impersonated(List.of(MIDDLE));
    assertRefused("Permission 'iam.serviceAccounts.getAccessToken' denied", credentials);

    server.accounts().allowTokens(MIDDLE, DEPLOYER);
    assertEquals(Optional.of(new Principal(DEPLOYER)), server.accessToken(token(credentials)));
  }

  @Test
  void anImpersonatedAccountGetsIdentityTokens() throws IOException {
    server.accounts().allowTokens(ROBOT, DEPLOYER);
    ImpersonatedCredentials credentials = impersonated(List.of());
    IdToken bare = credentials.idTokenWithAudience(AUDIENCE, List.of());
    IdToken named =
        credentials.idTokenWithAudience(AUDIENCE, List.of(IdTokenProvider.Option.INCLUDE_EMAIL));

    assertEquals(Optional.empty(), email(bare));
    assertEquals(Optional.of(DEPLOYER), email(named));
    for (IdToken token : List.of(bare, named)) {
      assertEquals(Optional.of(DEPLOYER), server.identity(token.getTokenValue(), Set.of(AUDIENCE)));
    }
  }

  @Test
  void aTrustedIssuersTokenBecomesAnAccount() throws IOException {
    KeyPair issuer = ServiceAccounts.newKeys();
    TokenServer.Federation federation =
        server.trust(PROVIDER, "https://ci.example.com/oidc", issuer.getPublic());
    IdentityPoolCredentials own = federated(issuer);
    assertRefused("Permission 'iam.serviceAccounts.getAccessToken' denied", own);

    federation.allowSubject("job-1", DEPLOYER);
    assertEquals(Optional.of(new Principal(DEPLOYER)), server.accessToken(token(own)));

    assertRefused("Invalid JWT Signature.", federated(ServiceAccounts.newKeys()));
  }

  private ImpersonatedCredentials impersonated(List<String> delegates) throws IOException {
    return ImpersonatedCredentials.newBuilder()
        // Google's library scopes the source for access tokens, not for identity tokens.
        .setSourceCredentials(key(ROBOT).createScoped(SCOPE))
        .setTargetPrincipal(DEPLOYER)
        .setDelegates(delegates)
        .setScopes(List.of(SCOPE))
        .setLifetime(900)
        .setHttpTransportFactory(this::transport)
        .build();
  }

  private IdentityPoolCredentials federated(KeyPair issuer) {
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", "https://ci.example.com/oidc");
    claims.addProperty("aud", "https:" + PROVIDER);
    claims.addProperty("sub", "job-1");
    claims.addProperty("exp", Instant.now().plusSeconds(300).getEpochSecond());
    String subjectToken = Jwt.sign(claims, "ci", issuer.getPrivate());
    return IdentityPoolCredentials.newBuilder()
        .setHttpTransportFactory(this::transport)
        .setAudience(PROVIDER)
        .setSubjectTokenType("urn:ietf:params:oauth:token-type:jwt")
        .setSubjectTokenSupplier(context -> subjectToken)
        .setTokenUrl("https://sts.googleapis.com/v1/token")
        .setServiceAccountImpersonationUrl(
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
                + DEPLOYER
                + ":generateAccessToken")
        .setScopes(List.of(SCOPE))
        .build();
  }

  private ServiceAccountCredentials key(String email) throws IOException {
    return credentials(server.serviceAccountKey(email));
  }

  private ServiceAccountCredentials credentials(String key) throws IOException {
    return ServiceAccountCredentials.fromStream(
        new ByteArrayInputStream(key.getBytes(StandardCharsets.UTF_8)), this::transport);
  }

  private static String token(GoogleCredentials credentials) throws IOException {
    return credentials.refreshAccessToken().getTokenValue();
  }

  private static String token(IdTokenCredentials credentials) throws IOException {
    return credentials.refreshAccessToken().getTokenValue();
  }

  private static String identity(IdTokenProvider provider, String audience) throws IOException {
    return provider.idTokenWithAudience(audience, List.of()).getTokenValue();
  }

  private static Optional<String> email(IdToken token) {
    return Jwt.parse(token.getTokenValue())
        .map(jwt -> jwt.claim("email"))
        .filter(text -> !text.isEmpty());
  }

  private static void assertRefused(String reason, GoogleCredentials credentials) {
    IOException refusal = assertThrows(IOException.class, credentials::refreshAccessToken);
    StringBuilder texts = new StringBuilder();
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      texts.append(cause.getMessage()).append('\n');
    }
    assertTrue(texts.toString().contains(reason), texts::toString);
  }

  /** Leads every host of Google's to the server; the path says which endpoint it is. */
  private HttpTransport transport() {
    return new NetHttpTransport.Builder()
        .setConnectionFactory(
            url ->
                (HttpURLConnection)
                    URI.create(server.uri() + url.getFile()).toURL().openConnection())
        .build();
  }
}
