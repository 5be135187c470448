package io.jenkins.plugins.cloudrun.emulator.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cloud with a bucket for sources, and somebody who may build. */
@SuppressWarnings("NullAway.Init")
abstract class OnCloudBuild {
  static final String PARENT = "/v1/projects/demo-project/locations/europe-west1/builds";
  static final String SOURCE =
      "\"source\":{\"storageSource\":{\"bucket\":\"sources\",\"object\":\"a.tgz\"}}";

  private final HttpClient http = HttpClient.newHttpClient();
  LoopbackCloud cloud;
  String deployer;
  String token;

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    Options options = Options.in(data);
    cloud = LoopbackCloud.start(options);
    deployer = options.accounts().get(0);
    token = cloud.tokens().accessTokenFor(deployer);
    cloud.storage().buckets().create("sources");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  HttpResponse<String> call(URI base, String method, String path, byte[] body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> build(String method, String path, String body) throws Exception {
    return call(cloud.cloudBuild().uri(), method, path, body.getBytes(StandardCharsets.UTF_8));
  }

  static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  static String text(JsonObject of, String name) {
    return of.has(name) ? of.get(name).getAsString() : "";
  }

  void source(Map<String, String> files) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    var stored =
        call(
            cloud.storage().uri(),
            "POST",
            "/upload/storage/v1/b/sources/o?uploadType=media&name=a.tgz",
            bytes.toByteArray());
    assertEquals(200, stored.statusCode(), stored.body());
  }

  /** Asks for a build; returns its path. */
  String created(String body) throws Exception {
    var answer = build("POST", PARENT, body);
    assertEquals(200, answer.statusCode(), answer.body());
    JsonObject made = json(answer).getAsJsonObject("metadata").getAsJsonObject("build");
    assertEquals("QUEUED", text(made, "status"));
    return "/v1/" + text(made, "name");
  }

  JsonObject await(String path, String... statuses) throws Exception {
    JsonObject seen = new JsonObject();
    for (int i = 0; i < 600; i++) {
      seen = json(build("GET", path, ""));
      if (java.util.List.of(statuses).contains(text(seen, "status"))) {
        return seen;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(seen + "\n" + log(seen));
  }

  JsonObject ended(String path) throws Exception {
    return await(path, "SUCCESS", "FAILURE", "CANCELLED", "TIMEOUT", "INTERNAL_ERROR");
  }

  String log(JsonObject build) throws Exception {
    String bucket = text(build, "logsBucket").replace("gs://", "");
    String object = "log-" + text(build, "id") + ".txt";
    return new String(cloud.storage().buckets().content(bucket, object), StandardCharsets.UTF_8);
  }

  String image() {
    return cloud.registryHost() + "/demo-project/apps/shop";
  }

  String configuration(Registry.Manifest manifest) throws IOException {
    String digest =
        JsonParser.parseString(manifest.content())
            .getAsJsonObject()
            .getAsJsonObject("config")
            .get("digest")
            .getAsString();
    try (var in = cloud.registry().blob("demo-project/apps/shop", digest)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
