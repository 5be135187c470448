package io.jenkins.plugins.cloudrun.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyringTest {
  private static final RegistryToken GOOGLES = new RegistryToken("ya29.hush", Instant.MAX);
  private static final RegistryToken HUBS = RegistryToken.password("ann", "pass word");
  private final Keyring keyring = Keyring.of(GOOGLES).with("docker.io", HUBS);

  @Test
  void givesEachRegistryItsOwn() throws Exception {
    Keys keys = keyring.keys();
    assertEquals(GOOGLES, keys.forRegistry("europe-docker.pkg.dev"));
    assertEquals(HUBS, keys.forRegistry("registry-1.docker.io"));
    assertEquals(HUBS, keys.forRegistry("index.docker.io"));
    assertTrue(keys.forRegistry("quay.io").isAnonymous());
    assertFalse(keys.includes("quay.io"));
  }

  @Test
  void givenOnesWinOverTheUsualToken() throws Exception {
    Keys keys = keyring.with("EUROPE-docker.pkg.dev", HUBS).keys();
    assertEquals(HUBS, keys.forRegistry("europe-docker.pkg.dev"));
    assertEquals(GOOGLES, keys.forRegistry("us-docker.pkg.dev"));
  }

  @Test
  void arePassedOnOnlyWhereTheirRegistryMaySendThem() {
    Keys keys = keyring.keys();
    URI hub = URI.create("https://auth.docker.io/token");
    assertTrue(keys.includesRealm("registry-1.docker.io", hub));
    assertFalse(
        keys.includesRealm("registry-1.docker.io", URI.create("http://auth.docker.io/token")));
    assertFalse(keys.includesRealm("europe-docker.pkg.dev", hub));
    assertFalse(keys.includesRealm("quay.io", hub));
  }

  @Test
  void travelAndStaySecret() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(keyring);
    }
    Keyring arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (Keyring) in.readObject();
    }
    assertEquals(HUBS, arrived.keys().forRegistry("docker.io"));
    assertEquals(GOOGLES, arrived.keys().forRegistry("gcr.io"));
    for (String shown : new String[] {arrived.toString(), HUBS.toString(), GOOGLES.toString()}) {
      assertFalse(shown.contains("hush") || shown.contains("word"), shown);
    }
  }

  @Test
  void sendsUserAndPassword() throws Exception {
    String pair =
        Base64.getEncoder().encodeToString("ann:pass word".getBytes(StandardCharsets.UTF_8));
    AtomicReference<String> realm = new AtomicReference<>("");
    try (ScriptedServer server =
        new ScriptedServer(
            e -> {
              String seen = e.getRequestHeaders().getFirst("Authorization");
              if (e.getRequestURI().getPath().equals("/token")) {
                ScriptedServer.send(
                    e,
                    ("Basic " + pair).equals(seen) ? 200 : 403,
                    "{\"token\":\"given\"}".getBytes(StandardCharsets.UTF_8));
              } else if ("Bearer given".equals(seen)) {
                ScriptedServer.send(e, 404, new byte[0]);
              } else {
                e.getResponseHeaders()
                    .set("WWW-Authenticate", "Bearer realm=\"" + realm.get() + "\"");
                ScriptedServer.send(e, 401, new byte[0]);
              }
            })) {
      realm.set("http://" + server.host() + "/token");
      RegistryClient client =
          new RegistryClient(HttpClient.newBuilder(), Keyring.empty().with(server.host(), HUBS));
      ImageReference image =
          new ImageReference(
              new ImageName(server.host(), "p/a"), Optional.of("v1"), Optional.empty());
      assertEquals(Optional.empty(), client.find(image));
    }
  }

  @Test
  void refusesWhatNoHeaderCanHold() {
    assertThrows(InvalidValueException.class, () -> RegistryToken.password("a:b", "c"));
    assertThrows(InvalidValueException.class, () -> RegistryToken.password("", "c"));
    assertThrows(InvalidValueException.class, () -> RegistryToken.password("a", "c\nd"));
    assertThrows(InvalidValueException.class, () -> new RegistryToken("a b", Instant.MAX));
  }
}
