package io.jenkins.plugins.cloudrun.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With requests of which it is known what must be counted. */
class CountingRegistryTest {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final byte[] blob = new byte[300_000];
  @TempDir Path folder;

  @Test
  void countsBlobsMountsAndBytes() throws Exception {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    Arrays.fill(blob, (byte) 'a');
    String digest =
        "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
    try (DebianRegistry registry = DebianRegistry.open(folder);
        CountingRegistry counting = new CountingRegistry(registry.host())) {
      String root = "http://" + counting.host() + "/v2/";
      String location =
          ask("POST", root + "one/blobs/uploads/", new byte[0], 202)
              .headers()
              .firstValue("Location")
              .orElseThrow();
      assertTrue(location.startsWith(root), location);
      ask("PUT", location + "&digest=" + digest, blob, 201);
      assertEquals(new Traffic(2, 1, 0, blob.length, 0), counting.taken());

      ask("POST", root + "two/blobs/uploads/?mount=" + digest + "&from=one", new byte[0], 201);
      HttpResponse<byte[]> there = ask("HEAD", root + "two/blobs/" + digest, new byte[0], 200);
      assertEquals(blob.length, there.headers().firstValueAsLong("Content-Length").orElseThrow());
      assertTrue(
          Arrays.equals(blob, ask("GET", root + "two/blobs/" + digest, new byte[0], 200).body()));
      assertEquals(new Traffic(3, 0, 1, 0, blob.length), counting.taken());

      ask("GET", root + "two/manifests/none", new byte[0], 404);
      Traffic missing = counting.taken();
      assertEquals(1, missing.requests());
      assertEquals(0, missing.blobs() + missing.mounts());
      assertEquals(Traffic.NONE, counting.taken());
    }
  }

  private HttpResponse<byte[]> ask(String method, String url, byte[] body, int status)
      throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url))
                .method(
                    method,
                    body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofByteArray());
    assertEquals(status, response.statusCode(), url);
    return response;
  }
}
