package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.benchmark.CountingRegistry;
import io.jenkins.plugins.cloudrun.benchmark.Traffic;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build does not do again. */
class UnchangedImageTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final String SECRET = "token=ghp_a8Kd02jfLq9sXw3ErT5yUiOp7AsDfGhJkLz1\n";

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();
  private Path root;

  @BeforeEach
  void files() throws Exception {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    root = Files.createDirectories(folder.resolve("work"));
    Files.writeString(Files.createDirectories(root.resolve("site")).resolve("a.html"), "a");
  }

  @Test
  void costsARequestForEachTagAndSaysTheSameAgain() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"));
        CountingRegistry counting = new CountingRegistry(registry.host())) {
      Files.writeString(root.resolve("site/b.txt"), SECRET);
      String image = counting.host() + "/p/site";
      ImageAnswer first = build(image, "latest");
      assertTrue(found(first, "secret-in-layer"), () -> first.findings().toString());
      Traffic unused = counting.taken();
      ImageAnswer second = build(image, "latest");
      Traffic traffic = counting.taken();
      assertEquals(2, traffic.requests(), traffic::toString);
      assertEquals(0, traffic.blobs());
      assertEquals(first.digest(), second.digest());
      assertEquals(first.findings(), second.findings());
      assertEquals(first.layersPushed(), second.layersReused());
    }
  }

  @Test
  void putsATagBackThatHasGone() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String image = registry.host() + "/p/site";
      ImageAnswer first = build(image, "latest");
      Path tags =
          folder.resolve("registry/storage/docker/registry/v2/repositories/p/site/_manifests/tags");
      delete(tags.resolve("latest"));
      build(image, "latest");
      assertTrue(Files.exists(tags.resolve("latest/current/link")));
      delete(tags.resolve(SHA));
      ImageAnswer third = build(image, "latest");
      assertTrue(Files.exists(tags.resolve(SHA).resolve("current/link")));
      assertEquals(first.digest(), third.digest());
      assertEquals(0, third.layersPushed());
    }
  }

  @Test
  void adviceIsNotRememberedLongerThanItsSilences() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      Files.writeString(root.resolve("site/b.txt"), SECRET);
      String image = registry.host() + "/p/site";
      assertTrue(found(build(image), "secret-in-layer"));
      Files.writeString(root.resolve(".cloud-run-lint"), "secret-in-layer\n");
      assertFalse(found(build(image), "secret-in-layer"));
      Files.delete(root.resolve(".cloud-run-lint"));
      assertTrue(found(build(image), "secret-in-layer"));
    }
  }

  @Test
  void aChangeIsSeenThoughAllElseIsTheSame() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String image = registry.host() + "/p/site";
      ImageAnswer first = build(image);
      Files.writeString(root.resolve("site/a.html"), "b");
      ImageAnswer second = build(image);
      assertNotEquals(first.digest(), second.digest());
      assertEquals(1, second.layersPushed());
    }
  }

  @Test
  void anImageThatIsGoneFromTheRegistryIsPushedFromTheCache() throws Exception {
    ImageAnswer first;
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      first = build(registry.host() + "/p/site");
    }
    Path layers = folder.resolve("cache/layers/blobs");
    try (DebianRegistry empty = DebianRegistry.open(folder.resolve("other"))) {
      ImageAnswer second = build(empty.host() + "/p/site");
      assertEquals(first.digest(), second.digest());
      assertEquals(1, second.layersPushed());
      try (Stream<Path> files = Files.list(layers)) {
        assertEquals(1, files.count());
      }
    }
  }

  @Test
  void aDamagedLayerIsDroppedFromTheCache() throws Exception {
    ImageAnswer first;
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      first = build(registry.host() + "/p/site");
    }
    Path blob;
    try (Stream<Path> files = Files.list(folder.resolve("cache/layers/blobs"))) {
      blob = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, bytes);
    try (DebianRegistry other = DebianRegistry.open(folder.resolve("other"))) {
      Failure.Permanent refused =
          assertThrows(Failure.Permanent.class, () -> build(other.host() + "/p/site"));
      assertTrue(refused.getMessage().contains("dropped from the cache"), refused.getMessage());
      assertEquals(first.digest(), build(other.host() + "/p/site").digest());
    }
  }

  @Test
  void whatAdviceStoppedSaysWhatWasFound() throws Exception {
    Files.writeString(root.resolve("site/b.txt"), SECRET);
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"));
        CountingRegistry counting = new CountingRegistry(registry.host())) {
      AgentAnswer answer =
          new ImageBuild(
                  BuildAccess.of(RegistryToken.anonymous()),
                  BuildOrigin.UNKNOWN,
                  folder.resolve("cache"),
                  lines::add)
              .run(request(counting.host() + "/p/site").lint("fail").build(), root);
      Stopped stopped = assertInstanceOf(Stopped.class, answer);
      assertTrue(
          stopped.findings().stream().anyMatch(one -> one.id().equals("secret-in-layer")),
          () -> stopped.findings().toString());
      assertTrue(stopped.message().startsWith("Nothing was pushed: lint found "));
      assertEquals(0, counting.taken().blobs());
    }
  }

  private ImageAnswer build(String image, String... tags) throws Exception {
    return new Built(RegistryToken.anonymous(), folder.resolve("cache"), lines::add)
        .run(request(image).tags(List.of(tags)).build(), root);
  }

  private static ImageRequestBuilder request(String image) {
    return ImageRequest.of(image)
        .layers(List.of(new LayerSource("site", "/srv", "", "")))
        .from("scratch")
        .entrypoint(List.of("/srv/run"))
        .commit(SHA);
  }

  private static boolean found(ImageAnswer answer, String id) {
    return answer.findings().stream().map(Finding::id).anyMatch(id::equals);
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
