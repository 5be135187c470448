package io.jenkins.plugins.cloudrun.emulator.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String MANIFEST = "/v2/example-project/apps/shop/manifests/latest";
  private static final String UPLOADS = "/v2/example-project/apps/shop/blobs/uploads/";
  private static final String RESOURCE =
      " on resource \"projects/example-project/locations/us-central1/repositories/apps\""
          + " (or it may not exist)";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private OciRegistry registry;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    KnownTokens tokens =
        new KnownTokens(Map.of("good", "deployer@example.com", "reader", "reader@example.com"));
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    registry = OciRegistry.start(folder, 0, tokens, clock).createRepository("example-project/apps");
    registry.denyUploads("reader@example.com");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void challengesWhoShowsNothing() throws Exception {
    HttpResponse<String> ping = RegistryCaller.nobody(registry.uri()).call("GET", "/v2/");
    HttpResponse<String> pull = RegistryCaller.nobody(registry.uri()).call("GET", MANIFEST);

    assertEquals(401, ping.statusCode());
    assertEquals("UNAUTHORIZED", RegistryCaller.code(ping));
    String realm = "Bearer realm=\"" + registry.uri() + "/v2/token\",service=\"" + registry.host();
    assertEquals(realm + "\"", RegistryCaller.header(ping, "WWW-Authenticate"));
    assertEquals(
        realm + "\",scope=\"repository:example-project/apps/shop:pull,push\"",
        RegistryCaller.header(pull, "WWW-Authenticate"));
  }

  @Test
  void givesTokensOfItsOwnThatExpire() throws Exception {
    HttpResponse<String> answer =
        RegistryCaller.basic(registry.uri(), "oauth2accesstoken", "good").call("GET", "/v2/token");
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    String token = json.get("token").getAsString();

    assertEquals(token, json.get("access_token").getAsString());
    assertEquals(300, json.get("expires_in").getAsInt());
    RegistryCaller caller = RegistryCaller.bearer(registry.uri(), token);
    assertEquals(200, caller.call("GET", "/v2/").statusCode());
    assertEquals(202, caller.call("POST", UPLOADS).statusCode());
    now.set(now.get().plus(Duration.ofSeconds(300)));
    assertEquals(401, caller.call("GET", "/v2/").statusCode());
  }

  @Test
  void takesAnAccessTokenDirectly() throws Exception {
    RegistryCaller caller = RegistryCaller.bearer(registry.uri(), "good");

    assertEquals(202, caller.call("POST", UPLOADS).statusCode());
  }

  @Test
  void refusesWrongCredentials() throws Exception {
    HttpResponse<String> wrongToken =
        RegistryCaller.basic(registry.uri(), "oauth2accesstoken", "bad").call("GET", "/v2/token");
    HttpResponse<String> wrongUser =
        RegistryCaller.basic(registry.uri(), "somebody", "good").call("GET", "/v2/token");
    HttpResponse<String> bearer =
        RegistryCaller.bearer(registry.uri(), "bad").call("GET", MANIFEST);

    assertEquals(401, wrongToken.statusCode());
    assertEquals("UNAUTHORIZED", RegistryCaller.code(wrongToken));
    assertEquals(401, wrongUser.statusCode());
    assertEquals(401, bearer.statusCode());
  }

  @Test
  void knowsWhoMayPush() throws Exception {
    RegistryCaller reader = RegistryCaller.bearer(registry.uri(), "reader");
    HttpResponse<String> push = reader.call("POST", UPLOADS);

    assertEquals(404, reader.call("GET", MANIFEST).statusCode());
    assertEquals(403, push.statusCode());
    assertEquals("DENIED", RegistryCaller.code(push));
    assertEquals(
        "Permission \"artifactregistry.repositories.uploadArtifacts\" denied" + RESOURCE,
        RegistryCaller.message(push));
  }

  @Test
  void letsNobodyReadWithTheTokenOfNobody() throws Exception {
    HttpResponse<String> answer = RegistryCaller.nobody(registry.uri()).call("GET", "/v2/token");
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    HttpResponse<String> pull =
        RegistryCaller.bearer(registry.uri(), json.get("token").getAsString())
            .call("GET", MANIFEST);

    assertEquals(403, pull.statusCode());
    assertEquals(
        "Unauthenticated request. Unauthenticated requests do not have permission"
            + " \"artifactregistry.repositories.downloadArtifacts\""
            + RESOURCE,
        RegistryCaller.message(pull));
  }

  @Test
  void knowsOnlyRepositoriesThatWereMade() throws Exception {
    RegistryCaller caller = RegistryCaller.bearer(registry.uri(), "good");
    HttpResponse<String> other =
        caller.call("POST", "/v2/example-project/other/shop/blobs/uploads/");
    HttpResponse<String> twoParts = caller.call("GET", "/v2/example-project/apps/manifests/1");

    assertEquals(404, other.statusCode());
    assertEquals("NAME_UNKNOWN", RegistryCaller.code(other));
    assertEquals("Repository \"other\" not found", RegistryCaller.message(other));
    assertEquals("NAME_INVALID", RegistryCaller.code(twoParts));
    assertTrue(RegistryCaller.message(twoParts).contains("Missing image name"));
  }
}
