package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the reference registry, read back by skopeo: neither is our code. */
class ImageBuildTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void needsTools() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    assumeTrue(Skopeo.isInstalled(), "skopeo is not installed");
  }

  @Test
  void pushesWhatOthersCanReadAndTheSameEachTime() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String base = base(registry);
      String image = registry.host() + "/project/shop/shop";
      ImageAnswer first = build(image, base, "one", Instant.parse("2020-01-01T00:00:00Z"));
      ImageAnswer second = build(image, base, "two", Instant.parse("2026-06-01T12:00:00Z"));

      assertEquals(first.digest(), second.digest());
      assertEquals(List.of(SHA, "v1"), first.tags());
      assertEquals(0, second.layersPushed());
      assertEquals(4, second.layersReused());
      assertEquals(0, second.layersMounted());

      for (String reference : List.of(image + ":" + SHA, image + ":v1", first.ref())) {
        assertEquals(
            first.digest(), Skopeo.inspect(reference).get("Digest").getAsString(), reference);
      }
      Path copy = folder.resolve("copy");
      Skopeo.copy(first.ref(), copy);
      JsonObject config = Skopeo.config(first.ref()).getAsJsonObject("config");
      JsonObject labels = config.getAsJsonObject("Labels");
      assertEquals(SHA, labels.get("org.opencontainers.image.revision").getAsString());
      assertEquals(base, labels.get("org.opencontainers.image.base.name").getAsString());
      assertTrue(
          first.base().endsWith(labels.get("org.opencontainers.image.base.digest").getAsString()));
      assertEquals("shop", labels.get("team").getAsString());
      assertTrue(config.getAsJsonArray("Env").toString().contains("\"A=b,c\""));
      assertEquals("1000:1000", config.get("User").getAsString());
      assertTrue(config.getAsJsonObject("ExposedPorts").has("8080/tcp"));
      assertEquals("[\"--serve\"]", config.getAsJsonArray("Cmd").toString());
      assertTrue(config.getAsJsonArray("Entrypoint").toString().endsWith("\"shop.Main\"]"));
      long stored = 0;
      try (Stream<Path> files = Files.list(copy)) {
        stored = files.filter(Files::isRegularFile).count();
      }
      assertEquals(4 + 1 + 2, stored, "layers, configuration, manifest and version");
    }
  }

  @Test
  void countsWhatReallyWasSent() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String base = base(registry);
      ImageAnswer first =
          build(registry.host() + "/p/shop", base, "one", Instant.parse("2020-01-01T00:00:00Z"));
      assertEquals(3, first.layersPushed());
      // The base's layer lies in another repository of the same registry, which lends it.
      assertEquals(1, first.layersMounted());
      assertEquals(0, first.layersReused());
      assertTrue(first.sizeBytes() > 0);

      Path root = folder.resolve("one");
      new JarFiles()
          .with("Main-Class", "shop.Main")
          .type("shop/Main.class", 17)
          .type("shop/More.class", 17)
          .type("lib/Lib.class", 17)
          .file("app.css", "b {}")
          .write(root.resolve("target/shop.jar"));
      ImageAnswer changed =
          builder("one-cache").run(request(registry.host() + "/p/shop", base).build(), root);
      assertNotEquals(first.digest(), changed.digest());
      assertEquals(1, changed.layersPushed(), lines.toString());
      assertEquals(3, changed.layersReused());
    }
  }

  @Test
  void seesAChangeUnderTheSameTime() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      Path root = Files.createDirectories(folder.resolve("work"));
      Path file = root.resolve("file");
      FileTime time = FileTime.from(Instant.ofEpochSecond(1));
      List<String> digests = new ArrayList<>();
      for (String content : List.of("one", "two", "one")) {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, time);
        ImageRequest request =
            ImageRequest.of(registry.host() + "/p/files")
                .layers(List.of(new LayerSource("file", "/srv/file")))
                .from("scratch")
                .entrypoint(List.of("/srv/file"))
                .commit(SHA)
                .build();
        digests.add(builder("cache").run(request, root).digest());
      }
      assertNotEquals(digests.get(0), digests.get(1));
      assertEquals(digests.get(0), digests.get(2));
    }
  }

  @Test
  void takesTheTokenAndSaysWhenItIsWrong() throws Exception {
    try (DebianRegistry registry = DebianRegistry.closed(folder.resolve("registry"))) {
      Path root = files();
      ImageRequest request = scratch(registry.host() + "/p/files");
      ImageAnswer answer = builder("cache", DebianRegistry.token()).run(request, root);
      assertTrue(answer.ref().contains("@sha256:"));

      RegistryToken wrong = new RegistryToken("hush-hush", Instant.now().plusSeconds(60));
      Failure.Permanent refused =
          assertThrows(Failure.Permanent.class, () -> builder("other", wrong).run(request, root));
      assertEquals(Failure.Reason.UNAUTHENTICATED, refused.reason());
      assertTrue(refused.getMessage().contains(registry.host()), refused.getMessage());
      assertTrue(refused.getMessage().contains("does not accept"), refused.getMessage());
      assertFalse(refused.getMessage().contains("hush"), refused.getMessage());

      Failure.Permanent without =
          assertThrows(
              Failure.Permanent.class,
              () -> builder("third", RegistryToken.anonymous()).run(request, root));
      assertEquals(Failure.Reason.UNAUTHENTICATED, without.reason());
      assertFalse(lines.toString().contains("hush"), lines.toString());
    }
  }

  @Test
  void namesTheBaseThatDoesNotExist() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      ImageRequest request =
          request(registry.host() + "/p/shop", registry.host() + "/no/such:base").build();
      Failure.Permanent refused =
          assertThrows(
              Failure.Permanent.class,
              () -> builder("cache").run(request, jar("work", Instant.EPOCH)));
      assertEquals(Failure.Reason.NOT_FOUND, refused.reason());
      assertTrue(
          refused.getMessage().contains("Base image '" + registry.host() + "/no/such:base'"));
    }
  }

  private ImageAnswer build(String image, String base, String name, Instant time) throws Exception {
    Path root = jar(name, time);
    return builder(name + "-cache").run(request(image, base).build(), root);
  }

  private static ImageRequestBuilder request(String image, String base) {
    return ImageRequest.of(image)
        .from(base)
        .tags(List.of("v1"))
        .commit(SHA)
        .env(Map.of("A", "b,c"))
        .labels(Map.of("team", "shop"))
        .args(List.of("--serve"))
        .user("1000:1000")
        .ports(List.of(8080));
  }

  private Path jar(String name, Instant time) throws IOException {
    Path root = folder.resolve(name);
    Path jar =
        new JarFiles()
            .with("Main-Class", "shop.Main")
            .type("shop/Main.class", 17)
            .type("lib/Lib.class", 17)
            .file("app.css", "b {}")
            .write(root.resolve("target/shop.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(time));
    return root;
  }

  private Path files() throws IOException {
    Path root = Files.createDirectories(folder.resolve("files"));
    Files.writeString(root.resolve("file"), "file");
    return root;
  }

  private static ImageRequest scratch(String image) {
    return ImageRequest.of(image)
        .layers(List.of(new LayerSource("file", "/srv/file")))
        .from("scratch")
        .entrypoint(List.of("/srv/file"))
        .commit(SHA)
        .build();
  }

  private String base(DebianRegistry registry) throws Exception {
    ImageRequest request = scratch(registry.host() + "/bases/java");
    builder("base-cache").run(request, files());
    return registry.host() + "/bases/java:" + SHA;
  }

  private Built builder(String cache) {
    return builder(cache, RegistryToken.anonymous());
  }

  private Built builder(String cache, RegistryToken token) {
    return new Built(token, folder.resolve(cache), lines::add);
  }
}
