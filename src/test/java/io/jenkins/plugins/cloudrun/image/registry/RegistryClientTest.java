package io.jenkins.plugins.cloudrun.image.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RegistryClientTest {
  /** With blanks and a field that no parser of ours knows: only bytes keep its digest. */
  private static final byte[] MANIFEST =
      ("{ \"schemaVersion\": 2,  \"x-unknown\": [1.0], \"layers\": [{\"digest\": \"sha256:"
              + "a".repeat(64)
              + "\", \"size\": 42}] }")
          .getBytes(StandardCharsets.UTF_8);

  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final ImageDigest DIGEST = new Manifest(TYPE, MANIFEST).digest();
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("oauth2accesstoken:hush".getBytes(StandardCharsets.UTF_8));

  @Test
  void resolvesByTheDigestInTheHead() throws Exception {
    try (ScriptedServer server = new ScriptedServer(e -> manifest(e, true))) {
      assertEquals(DIGEST, client().resolve(image(server, ":v1")));
      assertEquals(List.of("HEAD /v2/p/shop/manifests/v1"), server.requests());
    }
  }

  @Test
  void countsTheDigestItselfWhereTheHeadTellsNone() throws Exception {
    try (ScriptedServer server = new ScriptedServer(e -> manifest(e, false))) {
      assertEquals(DIGEST, client().resolve(image(server, ":v1")));
    }
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              if (e.getRequestMethod().equals("HEAD")) {
                ScriptedServer.send(e, 405, new byte[0]);
              } else {
                manifest(e, true);
              }
            })) {
      assertEquals(DIGEST, client().resolve(image(server, "")));
      assertEquals("GET /v2/p/shop/manifests/latest", server.requests().get(1));
    }
  }

  @Test
  void refusesBytesOfAnotherDigest() throws Exception {
    String other = "@sha256:" + "0".repeat(64);
    try (ScriptedServer server = new ScriptedServer(e -> manifest(e, false))) {
      Failure.Permanent refused =
          assertThrows(Failure.Permanent.class, () -> client().manifest(image(server, other)));
      assertTrue(refused.getMessage().contains("other bytes"), refused.getMessage());
      assertThrows(Failure.Permanent.class, () -> client().resolve(image(server, other)));
    }
  }

  @Test
  void answersABearerChallengeAndKeepsTheToken() throws Exception {
    AtomicReference<String> host = new AtomicReference<>("");
    try (ScriptedServer server = new ScriptedServer(e -> bearer(e, host.get()))) {
      host.set(server.host());
      RegistryClient client = client();
      assertEquals(DIGEST, client.resolve(image(server, ":v1")));
      assertTrue(client.exists(image(server, ":v1")));
      assertEquals(
          List.of(
              "HEAD /v2/p/shop/manifests/v1",
              "GET /token?service=here&scope=repository%3Ap%2Fshop%3Apull as " + BASIC,
              "HEAD /v2/p/shop/manifests/v1 as Bearer exchanged",
              "HEAD /v2/p/shop/manifests/v1 as Bearer exchanged"),
          server.requests());
    }
  }

  @Test
  void asksARealmElsewhereWithoutTheToken() throws Exception {
    AtomicReference<String> realm = new AtomicReference<>("");
    try (ScriptedServer other = new ScriptedServer(e -> bearer(e, ""));
        ScriptedServer server = new ScriptedServer(e -> bearer(e, realm.get()))) {
      realm.set(other.host());
      assertEquals(DIGEST, client().resolve(image(server, ":v1")));
      assertEquals(
          List.of("GET /token?service=here&scope=repository%3Ap%2Fshop%3Apull"), other.requests());
      assertFalse(server.requests().toString().contains(BASIC), server.requests().toString());
    }
  }

  @Test
  void sendsNothingToAnInsecureRealm() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              e.getResponseHeaders()
                  .set("WWW-Authenticate", "Bearer realm=\"http://metadata.example/token\"");
              ScriptedServer.send(e, 401, new byte[0]);
            })) {
      Failure.Permanent refused =
          assertThrows(Failure.Permanent.class, () -> client().resolve(image(server, ":v1")));
      assertTrue(refused.getMessage().contains("not https"), refused.getMessage());
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (ScriptedServer other = new ScriptedServer(e -> manifest(e, true));
        ScriptedServer server =
            new ScriptedServer(
                e -> {
                  e.getResponseHeaders().set("Location", "http://" + other.host() + "/x");
                  ScriptedServer.send(e, 307, new byte[0]);
                })) {
      assertThrows(Failure.Permanent.class, () -> client().resolve(image(server, ":v1")));
      assertEquals(List.of(), other.requests());
    }
  }

  @Test
  void tagsWithUnchangedBytes() throws Exception {
    AtomicReference<byte[]> put = new AtomicReference<>(new byte[0]);
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              if (e.getRequestMethod().equals("PUT")) {
                assertEquals(TYPE, e.getRequestHeaders().getFirst("Content-Type"));
                put.set(e.getRequestBody().readAllBytes());
                ScriptedServer.send(e, 201, new byte[0]);
              } else {
                manifest(e, true);
              }
            })) {
      assertEquals(DIGEST, client().tag(image(server, "@" + DIGEST), "proven"));
      assertArrayEquals(MANIFEST, put.get());
      assertEquals("PUT /v2/p/shop/manifests/proven", server.requests().get(1));
    }
  }

  @Test
  void tellsFailuresApart() throws Exception {
    AtomicInteger status = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              e.getResponseHeaders().set("Retry-After", "7");
              ScriptedServer.send(e, status.get(), "hush".getBytes(StandardCharsets.UTF_8));
            })) {
      status.set(404);
      assertEquals(Failure.Reason.NOT_FOUND, permanent(server).reason());
      assertFalse(client().exists(image(server, ":v1")));
      status.set(401);
      assertEquals(Failure.Reason.UNAUTHENTICATED, permanent(server).reason());
      status.set(403);
      assertEquals(Failure.Reason.DENIED, permanent(server).reason());
      assertTrue(permanent(server).getMessage().contains("roles/artifactregistry.reader"));
      status.set(400);
      assertEquals(Failure.Reason.REFUSED, permanent(server).reason());
      for (int code : new int[] {429, 500, 502, 503, 504}) {
        status.set(code);
        Failure.Transient later =
            assertThrows(Failure.Transient.class, () -> client().resolve(image(server, ":v1")));
        assertEquals(Optional.of(Duration.ofSeconds(7)), later.retryAfter());
        assertFalse(later.getMessage().contains("hush"));
      }
    }
  }

  @Test
  void aLostAnswerToAChangeIsAmbiguous() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              if (e.getRequestMethod().equals("GET")) {
                manifest(e, true);
              } // Otherwise the connection ends without an answer.
            })) {
      assertThrows(
          Failure.Ambiguous.class, () -> client().tag(image(server, "@" + DIGEST), "proven"));
      assertThrows(Failure.Transient.class, () -> client().resolve(image(server, ":v1")));
    }
  }

  @Test
  void nobodyThereIsTransient() throws Exception {
    String gone;
    try (ScriptedServer server = new ScriptedServer(e -> manifest(e, true))) {
      gone = server.host();
    }
    ImageReference image = ImageReference.parse(gone + "/p/shop:v1");
    Failure.Transient failure =
        assertThrows(Failure.Transient.class, () -> client().resolve(image));
    assertTrue(failure.getMessage().contains(gone), failure.getMessage());
  }

  @Test
  void doesNotReadWithoutEnd() throws Exception {
    byte[] block = new byte[1 << 20];
    AtomicInteger sent = new AtomicInteger();
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              e.sendResponseHeaders(200, 0);
              for (int i = 0; i < 200; i++) {
                e.getResponseBody().write(block);
                sent.incrementAndGet();
              }
            })) {
      Failure failure = assertThrows(Failure.class, () -> client().manifest(image(server, ":v1")));
      assertTrue(failure.getMessage().contains("longer than any manifest"), failure.getMessage());
      assertTrue(sent.get() < 100, "sent " + sent);
    }
  }

  @Test
  void readsTheLayers() {
    assertEquals(
        List.of(new Manifest.Layer(new ImageDigest("sha256:" + "a".repeat(64)), 42)),
        new Manifest(TYPE, MANIFEST).layers());
    assertEquals(List.of(), new Manifest(TYPE, "[]".getBytes(StandardCharsets.UTF_8)).layers());
    assertEquals(
        List.of(),
        new Manifest(TYPE, "{\"layers\":[{}]}".getBytes(StandardCharsets.UTF_8)).layers());
  }

  private static Failure.Permanent permanent(ScriptedServer server) {
    return assertThrows(Failure.Permanent.class, () -> client().resolve(image(server, ":v1")));
  }

  private static RegistryClient client() {
    return new RegistryClient(
        HttpClient.newBuilder(), new RegistryToken("hush", Instant.now().plusSeconds(60)));
  }

  private static ImageReference image(ScriptedServer server, String rest) {
    return ImageReference.parse(server.host() + "/p/shop" + rest);
  }

  private static void manifest(HttpExchange exchange, boolean told) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", TYPE);
    if (told) {
      exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST.value());
    }
    ScriptedServer.send(exchange, 200, MANIFEST);
  }

  private static void bearer(HttpExchange exchange, String realmHost) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/token")) {
      ScriptedServer.send(
          exchange,
          200,
          "{\"token\":\"exchanged\",\"expires_in\":300}".getBytes(StandardCharsets.UTF_8));
    } else if ("Bearer exchanged".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      manifest(exchange, true);
    } else {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"http://" + realmHost + "/token\",service=\"here\",scope=\"ignored\"");
      ScriptedServer.send(exchange, 401, new byte[0]);
    }
  }
}
