package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildFaultTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private Path root;

  @BeforeAll
  static void needsRegistry() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
  }

  @BeforeEach
  void workspace() throws IOException {
    root = Files.createDirectories(folder.resolve("work"));
    Files.writeString(root.resolve("file"), "file");
  }

  @Test
  void uploadsAgainWhenTheRegistryWasBusy() throws Exception {
    ImageAnswer answer = pushWithOneFault(503, "{}");
    assertEquals(1, answer.layersPushed());
    assertTrue(
        lines.toString().contains("is busy (HTTP 503). Trying again (2 of 8)"), lines::toString);
  }

  @Test
  void uploadsAgainWhenTheRegistryLostTheUpload() throws Exception {
    ImageAnswer answer =
        pushWithOneFault(
            404, "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\",\"message\":\"unknown\"}]}");
    assertEquals(1, answer.layersPushed());
    assertTrue(
        lines.toString().contains("lost the upload (HTTP 404). Trying again"), lines::toString);
  }

  private ImageAnswer pushWithOneFault(int status, String body) throws Exception {
    AtomicInteger patches = new AtomicInteger();
    Relay.Fault fault =
        exchange -> {
          if (isSend(exchange) && patches.incrementAndGet() == 1) {
            ScriptedServer.send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
            return true;
          }
          return false;
        };
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"));
        ScriptedServer relay = Relay.before(registry, fault)) {
      ImageAnswer answer = build().run(request(relay.host(), List.of()), root);
      assertTrue(patches.get() >= 2);
      return answer;
    }
  }

  @Test
  void givesUpOnWhatWillNotHeal() throws Exception {
    assertEquals(Failure.Reason.DENIED, refusedWith(403, "{}").reason());
    Failure.Permanent unknown =
        refusedWith(
            404, "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"Repository not found\"}]}");
    assertEquals(Failure.Reason.NOT_FOUND, unknown.reason());
    assertTrue(unknown.getMessage().contains("no such repository"), unknown.getMessage());
    assertTrue(
        unknown.getMessage().contains("gcloud artifacts repositories create"),
        unknown.getMessage());
  }

  private Failure.Permanent refusedWith(int status, String body) throws Exception {
    Relay.Fault fault =
        exchange -> {
          if (!isUpload(exchange)) {
            return false;
          }
          ScriptedServer.send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
          return true;
        };
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry" + status));
        ScriptedServer relay = Relay.before(registry, fault)) {
      Failure.Permanent refused =
          assertThrows(
              Failure.Permanent.class, () -> build().run(request(relay.host(), List.of()), root));
      if (status == 403) {
        assertTrue(
            refused.getMessage().contains("roles/artifactregistry.writer"), refused.getMessage());
        assertTrue(refused.getMessage().contains(relay.host() + "/p/files"), refused.getMessage());
      }
      assertFalse(lines.toString().contains("Trying again"), lines.toString());
      return refused;
    }
  }

  @Test
  void stopsQuicklyWhenInterrupted() throws Exception {
    CountDownLatch uploading = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Relay.Fault hang =
        exchange -> {
          if (!isSend(exchange)) {
            return false;
          }
          uploading.countDown();
          try {
            over.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        };
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"));
        ScriptedServer relay = Relay.before(registry, hang)) {
      AtomicReference<Object> outcome = new AtomicReference<>("none");
      Thread builder =
          new Thread(
              () -> {
                try {
                  outcome.set(build().run(request(relay.host(), List.of()), root));
                } catch (Throwable e) {
                  outcome.set(e);
                }
              });
      builder.start();
      assertTrue(uploading.await(30, TimeUnit.SECONDS));
      long start = System.nanoTime();
      builder.interrupt();
      builder.join(10_000);
      assertInstanceOf(InterruptedException.class, outcome.get());
      assertTrue(
          System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2),
          () -> "stopped after " + (System.nanoTime() - start) / 1_000_000 + " ms");
      over.countDown();
    }
  }

  @Test
  void tagsAnImageThatIsThereAlready() throws Exception {
    assumeTrue(Skopeo.isInstalled(), "skopeo is not installed");
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      ImageAnswer first = build().run(request(registry.host(), List.of()), root);
      ImageAnswer second = build().run(request(registry.host(), List.of("v2", "v3")), root);
      assertEquals(first.digest(), second.digest());
      for (String tag : List.of("v2", "v3", SHA)) {
        assertEquals(
            first.digest(),
            Skopeo.inspect(first.image() + ":" + tag).get("Digest").getAsString(),
            tag);
      }
    }
  }

  /** Layers come in one piece when they are small, else in chunks. */
  private static boolean isSend(HttpExchange exchange) {
    return isUpload(exchange) && !exchange.getRequestMethod().equals("POST");
  }

  private static boolean isUpload(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().contains("/blobs/uploads/");
  }

  private Built build() {
    return new Built(RegistryToken.anonymous(), folder.resolve("cache"), lines::add);
  }

  private static ImageRequest request(String host, List<String> tags) {
    return ImageRequest.of(host + "/p/files")
        .layers(List.of(new LayerSource("file", "/srv/file")))
        .from("scratch")
        .entrypoint(List.of("/srv/file"))
        .tags(tags)
        .commit(SHA)
        .build();
  }
}
