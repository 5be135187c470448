package io.jenkins.plugins.cloudrun.emulator.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
  private static final String NAME = "example-project/apps/shop";
  private static final String SHOP = "/v2/" + NAME;

  private OciRegistry registry;
  private RegistryCaller caller;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    KnownTokens tokens = new KnownTokens(Map.of("good", "a@example.com"));
    registry =
        OciRegistry.start(folder, 0, tokens, Clock.systemUTC())
            .createRepository("example-project/apps");
    caller = RegistryCaller.bearer(registry.uri(), "good");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({
    Manifests.DOCKER_MANIFEST + "," + Manifests.DOCKER_LIST,
    Manifests.OCI_MANIFEST + "," + Manifests.OCI_INDEX
  })
  void storesManifestsAndListsAsTheyAre(String imageType, String listType) throws Exception {
    String image = image(imageType, stored("config"), stored("layer"));
    HttpResponse<String> put = put("v1", imageType, image);
    String list =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(listType, descriptor(digest(image), image.length()));
    HttpResponse<String> putList = put(digest(list), listType, list);

    assertEquals(201, put.statusCode(), put.body());
    assertEquals(digest(image), RegistryCaller.header(put, "Docker-Content-Digest"));
    assertEquals(SHOP + "/manifests/" + digest(image), RegistryCaller.location(put));
    assertEquals(201, putList.statusCode(), putList.body());
    HttpResponse<String> byTag = caller.call("GET", SHOP + "/manifests/v1");
    assertEquals(image, byTag.body());
    assertEquals(imageType, RegistryCaller.header(byTag, "Content-Type"));
    assertEquals(list, caller.call("GET", SHOP + "/manifests/" + digest(list)).body());
    HttpResponse<String> head = caller.call("HEAD", SHOP + "/manifests/v1");
    assertEquals(digest(image), RegistryCaller.header(head, "Docker-Content-Digest"));
    assertEquals(image.length() + "", RegistryCaller.header(head, "Content-Length"));
    assertEquals(image, registry.manifest(NAME, digest(image)).orElseThrow().content());
    assertEquals(2, registry.journal().manifestPuts());
  }

  @Test
  void movesTagsAndListsThem() throws Exception {
    String first = image(Manifests.OCI_MANIFEST, stored("config"), stored("one"));
    String second = image(Manifests.OCI_MANIFEST, stored("config"), stored("two"));
    put("latest", Manifests.OCI_MANIFEST, first);
    put("1.0", Manifests.OCI_MANIFEST, first);
    put("latest", Manifests.OCI_MANIFEST, second);

    assertEquals(digest(second), registry.manifest(NAME, "latest").orElseThrow().digest());
    assertEquals(digest(first), registry.manifest(NAME, "1.0").orElseThrow().digest());
    assertEquals(
        "{\"name\":\"example-project/apps/shop\",\"tags\":[\"1.0\",\"latest\"]}",
        caller.call("GET", SHOP + "/tags/list").body());
  }

  @Test
  void refusesAManifestWithoutItsBlobs() throws Exception {
    String missing = descriptor(digest("never sent"), 10);
    HttpResponse<String> layer =
        put("v1", Manifests.OCI_MANIFEST, image(Manifests.OCI_MANIFEST, stored("c"), missing));
    HttpResponse<String> config =
        put("v1", Manifests.OCI_MANIFEST, image(Manifests.OCI_MANIFEST, missing, stored("l")));
    HttpResponse<String> listed =
        put(
            "v1",
            Manifests.OCI_INDEX,
            "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(missing));

    for (HttpResponse<String> answer : List.of(layer, config, listed)) {
      assertEquals(404, answer.statusCode());
      assertEquals("MANIFEST_BLOB_UNKNOWN", RegistryCaller.code(answer));
      assertTrue(RegistryCaller.message(answer).contains(digest("never sent")));
    }
    HttpResponse<String> get = caller.call("GET", SHOP + "/manifests/v1");
    assertEquals("MANIFEST_UNKNOWN", RegistryCaller.code(get));
    assertEquals("Failed to fetch \"v1\"", RegistryCaller.message(get));
  }

  @Test
  void refusesABlobOfAnotherImage() throws Exception {
    String other = "example-project/apps/other";
    String digest = registry.addBlob(other, bytes("layer"));
    String image = image(Manifests.OCI_MANIFEST, stored("config"), descriptor(digest, 5));

    assertEquals(
        "MANIFEST_BLOB_UNKNOWN", RegistryCaller.code(put("v1", Manifests.OCI_MANIFEST, image)));
  }

  @Test
  void refusesWhatIsNoManifest() throws Exception {
    String image = image(Manifests.OCI_MANIFEST, stored("config"), stored("layer"));
    String wrongSize =
        image(Manifests.OCI_MANIFEST, stored("config"), descriptor(digest("layer"), 6));

    assertRefused("MANIFEST_INVALID", put("v1", "application/json", image));
    assertRefused("MANIFEST_INVALID", put("v1", Manifests.DOCKER_MANIFEST, image));
    assertRefused("MANIFEST_INVALID", put("v1", Manifests.OCI_MANIFEST, wrongSize));
    assertRefused("MANIFEST_INVALID", put("v1", Manifests.OCI_MANIFEST, "[]"));
    assertRefused("MANIFEST_INVALID", put("v1", Manifests.OCI_MANIFEST, "{\"schemaVersion\":2}"));
    assertRefused("DIGEST_INVALID", put(digest("other"), Manifests.OCI_MANIFEST, image));
    assertRefused("TAG_INVALID", put("-v1", Manifests.OCI_MANIFEST, image));
    assertEquals(0, registry.journal().manifestPuts());
    assertEquals(404, caller.call("GET", SHOP + "/tags/list").statusCode());
    assertEquals(404, caller.call("GET", SHOP + "/manifests/..").statusCode());
  }

  private static void assertRefused(String code, HttpResponse<String> answer) {
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(code, RegistryCaller.code(answer));
  }

  private HttpResponse<String> put(String reference, String mediaType, String content)
      throws Exception {
    return caller.send("PUT", SHOP + "/manifests/" + reference, content, "Content-Type", mediaType);
  }

  /** The descriptor of a blob that the image has. */
  private String stored(String content) throws IOException {
    return descriptor(registry.addBlob(NAME, bytes(content)), content.length());
  }

  private static String image(String mediaType, String config, String layer) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
        .formatted(mediaType, config, layer);
  }

  private static String descriptor(String digest, long size) {
    return "{\"digest\":\"%s\",\"size\":%d}".formatted(digest, size);
  }

  private static String digest(String text) {
    return Digests.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
