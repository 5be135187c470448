package io.jenkins.plugins.cloudrun.image.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import io.jenkins.plugins.cloudrun.emulator.registry.RequestKind;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a registry that behaves like Artifact Registry, with its tokens and its faults. */
class RegistryBasesTest {
  private static final String REPOSITORY = "project/hub/library/alpine";

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();
  private final byte[] layer = new byte[400_000];
  private OciRegistry registry;

  @BeforeEach
  void start() throws Exception {
    new Random(1).nextBytes(layer);
    registry =
        OciRegistry.start(folder.resolve("registry"), 0, new OneToken(), Clock.systemUTC())
            .createRepository("project/hub");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void readsAMultiPlatformImageOfARemoteRepository() throws Exception {
    StoredBases made = new StoredBases();
    ImageDigest wanted = image(made, "amd64");
    ImageDigest other = image(made, "arm64");
    ImageDigest index = made.index(Map.of("linux/arm64", other, "linux/amd64", wanted));
    store(made, "3", index, StoredBases.OCI_INDEX);

    String name = registry.host() + "/" + REPOSITORY + ":3";
    Base base = bases("good").resolve(name).orElseThrow();
    assertEquals(Optional.of(index), base.reference().digest());
    assertEquals("amd64", base.config().get("architecture").getAsString());

    registry.journal().clear();
    assertEquals(base, bases("good").resolve(name).orElseThrow());
    assertEquals(1, registry.journal().count(RequestKind.MANIFEST_CHECK, 200));
    assertEquals(0, registry.journal().count(RequestKind.MANIFEST_READ));
    assertEquals(0, registry.journal().count(RequestKind.BLOB_READ));

    registry.faults().fail(RequestKind.BLOB_READ, 1, 503);
    registry.faults().loseAnswer(RequestKind.BLOB_READ, 2);
    Path file = bases("good").layerFile(base.layers().get(0));
    assertArrayEquals(layer, Files.readAllBytes(file));
    assertEquals(file, bases("good").layerFile(base.layers().get(0)));
  }

  @Test
  void namesBaseAndReasonWithoutTheRight() throws Exception {
    StoredBases made = new StoredBases();
    store(made, "3", image(made, "amd64"), StoredBases.OCI_MANIFEST);
    String name = registry.host() + "/" + REPOSITORY + ":3";
    Failure.Permanent refused =
        assertThrows(Failure.Permanent.class, () -> bases("hush").resolve(name));
    assertEquals(Failure.Reason.UNAUTHENTICATED, refused.reason());
    assertTrue(refused.getMessage().startsWith("Base image '" + name + "': "));
    assertTrue(!refused.getMessage().contains("hush") && !lines.toString().contains("hush"));
    Failure.Permanent absent =
        assertThrows(Failure.Permanent.class, () -> bases("good").resolve(name + "9"));
    assertEquals(Failure.Reason.NOT_FOUND, absent.reason());
  }

  private ImageDigest image(StoredBases made, String architecture) {
    return made.image("linux", architecture, layer);
  }

  private void store(StoredBases made, String tag, ImageDigest top, String type)
      throws IOException {
    for (byte[] bytes : made.bytes.values()) {
      registry.addBlob(REPOSITORY, new ByteArrayInputStream(bytes));
    }
    for (byte[] bytes : made.bytes.values()) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.contains("schemaVersion") && made.bytes.get(top) != bytes) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        registry.addManifest(
            REPOSITORY, ImageDigest.of(bytes).value(), json.get("mediaType").getAsString(), text);
      }
    }
    String text = new String(made.bytes.get(top), StandardCharsets.UTF_8);
    registry.addManifest(REPOSITORY, tag, type, text);
  }

  private BaseImages bases(String token) {
    RegistryClient client =
        new RegistryClient(
            HttpClient.newBuilder(), new RegistryToken(token, Instant.now().plusSeconds(600)));
    return new BaseImages(client, folder.resolve("cache"), lines::add);
  }

  private record OneToken() implements Tokens {
    @Override
    public Optional<Principal> accessToken(String bearer) {
      return bearer.equals("good") ? Optional.of(new Principal("a@example.org")) : Optional.empty();
    }

    @Override
    public Optional<String> identity(String bearer, Set<String> audiences) {
      return Optional.empty();
    }
  }
}
