package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.image.registry.Keyring;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory does not grow with a layer: one gibibyte from a file and one from a registry in 48 MiB.
 */
class LargeLayerTest {
  private static final long GIB = 1L << 30;

  /** Of so many zeros; known from {@code head -c 1G /dev/zero | sha256sum}. */
  private static final String ZEROS =
      "sha256:49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14";

  @TempDir Path folder;
  private final AtomicLong received = new AtomicLong();

  @Test
  void goesThroughALittleMemory() throws Exception {
    try (ScriptedServer server = new ScriptedServer(this::answer)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx48m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LargeLayerTest.class.getName(),
                  server.host(),
                  folder.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      assertEquals(2 * GIB, received.get(), 10_000, said);
    }
  }

  /** The push, in a Java of its own. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    Path file = folder.resolve("zeros");
    try (RandomAccessFile zeros = new RandomAccessFile(file.toFile(), "rw")) {
      zeros.setLength(GIB);
    }
    ImageName base = new ImageName(args[0].replace("127.0.0.1", "localhost"), "base");
    Image image =
        SampleImage.of(
            "large",
            List.of(
                new Blob(
                    new ImageDigest(ZEROS), GIB, SampleImage.LAYER, new Blob.Origin.InFile(file)),
                new Blob(
                    new ImageDigest("sha256:" + "1".repeat(64)),
                    GIB,
                    SampleImage.LAYER,
                    new Blob.Origin.InRepository(base))));
    PushReport report =
        new ImagePush(
                new RegistryClient(HttpClient.newBuilder(), Keyring.empty()),
                new KnownBlobs(folder.resolve("known")),
                System.out::println)
            .push(image, new ImageName(args[0], "p/large"), List.of("v1"), TagPolicy.MOVE);
    System.out.println(report);
  }

  /** A registry that keeps nothing. */
  private void answer(HttpExchange e) throws IOException {
    switch (e.getRequestMethod()) {
      case "HEAD" -> ScriptedServer.send(e, 404, new byte[0]);
      case "GET" -> {
        e.sendResponseHeaders(200, GIB);
        OutputStream out = e.getResponseBody();
        byte[] zeros = new byte[1 << 16];
        for (long sent = 0; sent < GIB; sent += zeros.length) {
          out.write(zeros);
        }
      }
      case "POST" -> {
        e.getResponseHeaders().set("Location", "/v2/p/large/blobs/uploads/" + System.nanoTime());
        ScriptedServer.send(e, 202, new byte[0]);
      }
      default -> {
        byte[] buffer = new byte[1 << 16];
        InputStream in = e.getRequestBody();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          received.addAndGet(n);
        }
        ScriptedServer.send(e, e.getRequestMethod().equals("PATCH") ? 202 : 201, new byte[0]);
      }
    }
  }
}
