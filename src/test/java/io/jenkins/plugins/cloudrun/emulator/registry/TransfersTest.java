package io.jenkins.plugins.cloudrun.emulator.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransfersTest {
  private static final String NAME = "example-project/apps/shop";
  private static final String SHOP = "/v2/" + NAME;
  private static final KnownTokens TOKENS = new KnownTokens(Map.of("good", "a@example.com"));

  @TempDir private Path folder;
  private OciRegistry registry;
  private RegistryCaller caller;

  @BeforeEach
  void start() throws IOException {
    registry =
        OciRegistry.start(folder, 0, TOKENS, Clock.systemUTC())
            .createRepository("example-project/apps");
    caller = RegistryCaller.bearer(registry.uri(), "good");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void takesABlobInOnePost() throws Exception {
    String digest = digest("content");
    HttpResponse<String> answer =
        caller.send("POST", SHOP + "/blobs/uploads/?digest=" + digest, "content");

    assertEquals(201, answer.statusCode());
    assertEquals(SHOP + "/blobs/" + digest, RegistryCaller.location(answer));
    HttpResponse<String> check = caller.call("HEAD", SHOP + "/blobs/" + digest);
    assertEquals("7", RegistryCaller.header(check, "Content-Length"));
    assertEquals("content", caller.call("GET", SHOP + "/blobs/" + digest).body());
    assertEquals(1, registry.journal().uploads());
    try (InputStream blob = registry.blob(NAME, digest)) {
      assertEquals("content", new String(blob.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void takesABlobInPiecesThatFollowEachOther() throws Exception {
    String upload = RegistryCaller.location(caller.call("POST", SHOP + "/blobs/uploads/"));
    HttpResponse<String> first = caller.send("PATCH", upload, "abc", "Content-Range", "0-2");
    HttpResponse<String> gap = caller.send("PATCH", upload, "xyz", "Content-Range", "4-6");
    HttpResponse<String> again = caller.send("PATCH", upload, "abc", "Content-Range", "0-2");
    HttpResponse<String> wrongLength = caller.send("PATCH", upload, "de", "Content-Range", "3-5");

    assertEquals(202, first.statusCode());
    assertEquals("0-2", RegistryCaller.header(first, "Range"));
    assertEquals(416, gap.statusCode());
    assertEquals("0-2", RegistryCaller.header(gap, "Range"));
    assertEquals(416, again.statusCode());
    assertEquals("SIZE_INVALID", RegistryCaller.code(wrongLength));
    assertEquals("0-2", RegistryCaller.header(caller.call("GET", upload), "Range"));
    HttpResponse<String> end =
        caller.send("PUT", upload + "?digest=" + digest("abcdef"), "def", "Content-Range", "3-5");
    assertEquals(201, end.statusCode());
    assertEquals("abcdef", caller.call("GET", RegistryCaller.location(end)).body());
    assertEquals(404, caller.call("GET", upload).statusCode());
  }

  @Test
  void refusesContentOfAnotherDigest() throws Exception {
    String upload = RegistryCaller.location(caller.call("POST", SHOP + "/blobs/uploads/"));
    String digest = digest("expected");
    HttpResponse<String> answer = caller.send("PUT", upload + "?digest=" + digest, "actual");

    assertEquals(400, answer.statusCode());
    assertEquals("DIGEST_INVALID", RegistryCaller.code(answer));
    assertEquals(404, caller.call("HEAD", SHOP + "/blobs/" + digest).statusCode());
    assertEquals(0, registry.journal().uploads());
    assertThrows(FileNotFoundException.class, () -> registry.blob(NAME, digest));
  }

  @Test
  void forgetsAnUploadThatIsCancelled() throws Exception {
    String upload = RegistryCaller.location(caller.call("POST", SHOP + "/blobs/uploads/"));

    assertEquals(204, caller.call("DELETE", upload).statusCode());
    HttpResponse<String> late = caller.send("PATCH", upload, "abc");
    assertEquals("BLOB_UPLOAD_UNKNOWN", RegistryCaller.code(late));
  }

  @Test
  void mountsWhatAnotherImageHas() throws Exception {
    String digest = registry.addBlob("example-project/apps/other", bytes("content"));
    String mount = SHOP + "/blobs/uploads/?from=example-project/apps/other&mount=";

    assertEquals(404, caller.call("HEAD", SHOP + "/blobs/" + digest).statusCode());
    assertEquals(201, caller.call("POST", mount + digest).statusCode());
    assertEquals("content", caller.call("GET", SHOP + "/blobs/" + digest).body());
    assertEquals(202, caller.call("POST", mount + digest("unknown")).statusCode());
    assertEquals(1, registry.journal().mounts());
    assertEquals(2, registry.journal().count(RequestKind.MOUNT));
  }

  @Test
  void keepsWhatIsStoredWhenItStartsAgain() throws Exception {
    String digest = registry.addBlob(NAME, bytes("content"));
    registry.close();

    registry = OciRegistry.start(folder, 0, TOKENS, Clock.systemUTC());

    caller = RegistryCaller.bearer(registry.uri(), "good");
    assertEquals("content", caller.call("GET", SHOP + "/blobs/" + digest).body());
  }

  @Test
  void failsWhenTold() throws Exception {
    registry.faults().fail(RequestKind.UPLOAD_START, 2, 503, Duration.ofSeconds(7));

    assertEquals(202, caller.call("POST", SHOP + "/blobs/uploads/").statusCode());
    HttpResponse<String> second = caller.call("POST", SHOP + "/blobs/uploads/");
    assertEquals(503, second.statusCode());
    assertEquals("7", RegistryCaller.header(second, "Retry-After"));
    assertEquals(202, caller.call("POST", SHOP + "/blobs/uploads/").statusCode());
    assertEquals(1, registry.journal().count(RequestKind.UPLOAD_START, 503));
  }

  @Test
  void cutsAnUploadInTheMiddle() throws Exception {
    registry.faults().cut(RequestKind.UPLOAD_CHUNK, 1, 4);
    String upload = RegistryCaller.location(caller.call("POST", SHOP + "/blobs/uploads/"));

    assertThrows(IOException.class, () -> caller.send("PATCH", upload, "abcdefgh"));
    assertEquals("0-3", RegistryCaller.header(caller.call("GET", upload), "Range"));
    assertEquals(1, registry.journal().count(RequestKind.UPLOAD_CHUNK, 0));
    HttpResponse<String> rest = caller.send("PATCH", upload, "efgh", "Content-Range", "4-7");
    assertEquals(202, rest.statusCode());
    String digest = digest("abcdefgh");
    assertEquals(201, caller.call("PUT", upload + "?digest=" + digest).statusCode());
  }

  @Test
  void losesAnAnswerAfterTheDeed() throws Exception {
    registry.faults().loseAnswer(RequestKind.UPLOAD_WHOLE, 1);
    String digest = digest("content");
    String path = SHOP + "/blobs/uploads/?digest=" + digest;

    assertThrows(IOException.class, () -> caller.send("POST", path, "content"));
    assertEquals(200, caller.call("HEAD", SHOP + "/blobs/" + digest).statusCode());
  }

  @Test
  void slowsDown() throws Exception {
    registry.faults().slow(RequestKind.TAGS, Duration.ofMillis(300));
    long from = System.nanoTime();
    caller.call("GET", SHOP + "/tags/list");

    assertTrue(Duration.ofNanos(System.nanoTime() - from).toMillis() >= 300);
  }

  @Test
  void servesItsOwnHostOnly() {
    assertTrue(registry.serves(registry.host()));
    assertFalse(registry.serves("europe-docker.pkg.dev"));
  }

  private static String digest(String text) {
    return Digests.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
