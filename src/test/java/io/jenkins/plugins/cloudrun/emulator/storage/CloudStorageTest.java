package io.jenkins.plugins.cloudrun.emulator.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class CloudStorageTest {
  private static final int QUANTUM = 256 * 1024;

  private final HttpClient http = HttpClient.newHttpClient();
  private LoopbackCloud cloud;
  private String token;
  private String deployer;

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    Options options = Options.in(data);
    cloud = LoopbackCloud.start(options);
    deployer = options.accounts().get(0);
    token = cloud.tokens().accessTokenFor(deployer);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
            path.startsWith("http") ? URI.create(path) : cloud.storage().uri().resolve(path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(to(path).POST(BodyPublishers.ofString(body)));
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static String message(HttpResponse<String> answer) {
    return json(answer).getAsJsonObject("error").get("message").getAsString();
  }

  private String upload(String object) throws Exception {
    var answer =
        post(
            "/upload/storage/v1/b/sources/o?uploadType=resumable&ifGenerationMatch=0&name="
                + object,
            "{\"contentType\":\"application/gzip\"}");
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<String> put(String session, String range, byte[] bytes) throws Exception {
    // A session's URI needs no token.
    return send(
        HttpRequest.newBuilder(URI.create(session))
            .header("Content-Range", range)
            .PUT(BodyPublishers.ofByteArray(bytes)));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static Optional<String> range(HttpResponse<String> answer) {
    return answer.headers().firstValue("Range");
  }

  @Test
  void aBucketIsMadeOnceAndInItsOwnProject() throws Exception {
    String bucket = "/storage/v1/b/sources";
    assertEquals(404, send(to(bucket)).statusCode());
    String body = "{\"name\":\"sources\",\"location\":\"europe-west1\"}";
    var made = post("/storage/v1/b?project=demo-project", body);
    assertEquals(200, made.statusCode());
    assertEquals("EUROPE-WEST1", json(send(to(bucket))).get("location").getAsString());
    assertEquals("123456789012", json(made).get("projectNumber").getAsString());

    var again = post("/storage/v1/b?project=demo-project", body);
    assertEquals(409, again.statusCode());
    assertTrue(message(again).contains("you already own it"), again.body());
    cloud.storage().buckets().createForeign("taken");
    var taken = post("/storage/v1/b?project=demo-project", "{\"name\":\"taken\"}");
    assertEquals(409, taken.statusCode());
    assertTrue(message(taken).contains("not available"), taken.body());
    assertEquals(403, send(to("/storage/v1/b/taken")).statusCode());
    assertEquals(403, post("/storage/v1/b?project=other", "{\"name\":\"elsewhere\"}").statusCode());
    assertEquals(400, post("/storage/v1/b?project=demo-project", "{\"name\":\"No\"}").statusCode());

    cloud.emulator().access().deny(deployer, "storage.buckets.get");
    var denied = send(to(bucket));
    assertEquals(403, denied.statusCode());
    assertTrue(message(denied).contains("Permission 'storage.buckets.get' denied"));
    var stranger =
        http.send(
            HttpRequest.newBuilder(cloud.storage().uri().resolve(bucket)).build(),
            BodyHandlers.ofString());
    assertEquals(401, stranger.statusCode());
  }

  @Test
  void anUploadInChunksIsResumedWhereItBroke() throws Exception {
    cloud.storage().buckets().create("sources");
    byte[] content = random(3 * QUANTUM + 1000);
    String total = "/" + content.length;
    String session = upload("source%2Fapp.tgz");

    var first = put(session, "bytes 0-" + (QUANTUM - 1) + total, Arrays.copyOf(content, QUANTUM));
    assertEquals(308, first.statusCode());
    assertEquals(Optional.of("bytes=0-" + (QUANTUM - 1)), range(first));
    // What is no multiple of 256 KiB is kept only as far as it is one.
    byte[] odd = Arrays.copyOfRange(content, QUANTUM, 2 * QUANTUM + 5);
    var second = put(session, "bytes " + QUANTUM + "-" + (2 * QUANTUM + 4) + total, odd);
    assertEquals(Optional.of("bytes=0-" + (2 * QUANTUM - 1)), range(second));
    assertEquals(
        503,
        put(session, "bytes " + (2 * QUANTUM + 5) + "-" + (2 * QUANTUM + 5) + total, new byte[1])
            .statusCode());
    var asked = put(session, "bytes */*", new byte[0]);
    assertEquals(308, asked.statusCode());
    assertEquals(Optional.of("bytes=0-" + (2 * QUANTUM - 1)), range(asked));
    // Bytes that are there already do no harm.
    var last =
        put(
            session,
            "bytes " + QUANTUM + "-" + (content.length - 1) + total,
            Arrays.copyOfRange(content, QUANTUM, content.length));
    assertEquals(200, last.statusCode(), last.body());
    assertEquals(200, put(session, "bytes */" + content.length, new byte[0]).statusCode());

    JsonObject metadata = json(send(to("/storage/v1/b/sources/o/source%2Fapp.tgz")));
    assertEquals(String.valueOf(content.length), metadata.get("size").getAsString());
    assertEquals("application/gzip", metadata.get("contentType").getAsString());
    assertEquals(
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content)),
        metadata.get("md5Hash").getAsString());
    assertArrayEquals(content, cloud.storage().buckets().content("sources", "source/app.tgz"));

    var there =
        post(
            "/upload/storage/v1/b/sources/o?uploadType=resumable&ifGenerationMatch=0&name=source/app.tgz",
            "{}");
    assertEquals(412, there.statusCode());
    assertEquals(204, send(to("/storage/v1/b/sources/o/source%2Fapp.tgz").DELETE()).statusCode());
    assertEquals(404, send(to("/storage/v1/b/sources/o/source%2Fapp.tgz")).statusCode());
  }

  @Test
  void uploadsFailInEachWayThatIsAskedFor() throws Exception {
    cloud.storage().buckets().create("sources");
    byte[] content = random(2 * QUANTUM);
    String all = "bytes 0-" + (content.length - 1) + "/" + content.length;
    String session = upload("a");

    cloud.faults().fail("UploadChunk", 503);
    assertEquals(503, put(session, all, content).statusCode());
    assertEquals(Optional.empty(), range(put(session, "bytes */*", new byte[0])));
    cloud.faults().busy("UploadChunk", 3);
    var busy = put(session, all, content);
    assertEquals(429, busy.statusCode());
    assertEquals(Optional.of("3"), busy.headers().firstValue("Retry-After"));
    cloud.faults().cutWithin("UploadChunk", QUANTUM + 1000);
    assertThrows(IOException.class, () -> put(session, all, content));
    assertEquals(
        Optional.of("bytes=0-" + (QUANTUM - 1)), range(put(session, "bytes */*", new byte[0])));
    cloud.faults().failAfterwards("UploadChunk", 503);
    assertEquals(503, put(session, all, content).statusCode());
    assertEquals(200, put(session, "bytes */" + content.length, new byte[0]).statusCode());
    assertArrayEquals(content, cloud.storage().buckets().content("sources", "a"));

    String other = upload("b");
    cloud.storage().expireUploads();
    assertEquals(410, put(other, all, content).statusCode());
    assertEquals(404, put(other + "x", all, content).statusCode());
    assertEquals(6, cloud.emulator().journal().count("UploadChunk"));
  }

  @Test
  void aGrowingObjectIsReadFromWhereOneStopped() throws Exception {
    cloud.storage().buckets().create("logs").append("logs", "log-1.txt", "one\n");
    String media = "/storage/v1/b/logs/o/log-1.txt?alt=media";
    assertEquals("one\n", send(to(media)).body());
    var nothing = send(to(media).header("Range", "bytes=4-"));
    assertEquals(416, nothing.statusCode());
    assertEquals(Optional.of("bytes */4"), nothing.headers().firstValue("Content-Range"));
    cloud.storage().buckets().append("logs", "log-1.txt", "two\n");
    var more = send(to(media).header("Range", "bytes=4-"));
    assertEquals(206, more.statusCode());
    assertEquals("two\n", more.body());
    JsonObject metadata = json(send(to("/storage/v1/b/logs/o/log-1.txt")));
    assertFalse(metadata.has("md5Hash"));
    assertEquals(2, metadata.get("componentCount").getAsInt());
  }

  @Test
  void anObjectIsWrittenAtOnce() throws Exception {
    cloud.storage().buckets().create("sources");
    var made = post("/upload/storage/v1/b/sources/o?uploadType=media&name=x%2Fy", "hello");
    assertEquals(200, made.statusCode(), made.body());
    assertEquals("x/y", json(made).get("name").getAsString());
    assertArrayEquals(
        "hello".getBytes(StandardCharsets.UTF_8),
        cloud.storage().buckets().content("sources", "x/y"));
    var list = json(send(to("/storage/v1/b/sources/o?prefix=x/")));
    assertEquals(1, list.getAsJsonArray("items").size());
    assertEquals(404, send(to("/storage/v1/b/none/o")).statusCode());
  }
}
