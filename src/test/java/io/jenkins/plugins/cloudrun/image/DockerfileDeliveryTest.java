package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dockerfiles on bases in a registry that is not our code, read back by skopeo. */
class DockerfileDeliveryTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void needsTools() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    assumeTrue(Skopeo.isInstalled(), "skopeo is not installed");
  }

  @Test
  void unpacksABaseOnce() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String base = base(registry, "");
      String text = "FROM " + base + "\nCOPY --chown=app file /srv/\nCMD [\"/srv/file\"]\n";
      build(registry, "first", text);
      Path layers = folder.resolve("cache/base/blobs");
      assertEquals(1, files(layers), "fetched for its accounts");
      try (Stream<Path> all = Files.list(layers)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      build(registry, "second", text + "ENV A=b\n");
      assertEquals(0, files(layers), "what the base holds was known");
    }
  }

  @Test
  void printsWarnings() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      build(registry, "shop", "FROM scratch\nCOPY file \\\n\n /srv/\nCMD [\"/srv/file\"]\n");
      assertTrue(
          lines.contains(
              "WARNING: Dockerfile, line 3: an empty line stands between continued lines; Docker"
                  + " will refuse that."),
          lines.toString());
    }
  }

  @Test
  void saysThatARecipeExecutesNoTriggers() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String base = base(registry, "ONBUILD COPY . /app\nONBUILD RUN make\n");
      ImageRequest request =
          ImageRequest.of(registry.host() + "/p/files")
              .layers(List.of(new LayerSource("file", "/srv/file")))
              .from(base)
              .entrypoint(List.of("/srv/file"))
              .commit(SHA)
              .build();
      lines.clear();
      ImageAnswer answer = builder().run(request, context(""));
      assertTrue(
          lines.stream()
              .anyMatch(
                  line ->
                      line.startsWith("WARNING: base image " + base)
                          && line.contains("ONBUILD triggers (COPY . /app; RUN make), which")),
          lines.toString());
      JsonObject config = Skopeo.config(answer.ref()).getAsJsonObject("config");
      assertFalse(config.has("OnBuild"), config.toString());
    }
  }

  private String base(DebianRegistry registry, String more) throws Exception {
    build(
        registry,
        "base",
        "FROM scratch\nCOPY <<passwd /etc/\napp:x:1000:1000::/:/\npasswd\nCMD [\"/none\"]\n"
            + more);
    return registry.host() + "/p/base:" + SHA;
  }

  private void build(DebianRegistry registry, String name, String dockerfile) throws Exception {
    ImageRequest request =
        ImageRequest.of(registry.host() + "/p/" + name)
            .dockerfile("Dockerfile")
            .commit(SHA)
            .build();
    builder().run(request, context(dockerfile));
  }

  private Path context(String dockerfile) throws IOException {
    Path context = Files.createDirectories(folder.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    Files.writeString(context.resolve("file"), "file");
    return context;
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private Built builder() {
    return new Built(RegistryToken.anonymous(), folder.resolve("cache"), lines::add);
  }
}
