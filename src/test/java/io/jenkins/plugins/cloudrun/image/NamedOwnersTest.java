package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedOwnersTest {
  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void needsTools() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
  }

  @Test
  void looksNamesUpInTheBaseOnce() throws Exception {
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      String image = registry.host() + "/base/app";
      push(image);
      String name = image + ":1";
      Optional<Base> base = bases().resolve(name);
      assertEquals(
          List.of("1500:1600", "1500:1600", "1500:42", "0:1600", "7:1600", "7", "", ":9"),
          owners(base, "app", "app:app", "app:42", ":app", "7:app", "7", "", ":9"));
      Optional<Base> again = bases().resolve(name);
      registry.close();
      assertEquals(List.of("1500:1600"), owners(again, "app"), "kept in the cache");
      InvalidValueException unknown =
          assertThrows(InvalidValueException.class, () -> owners(again, "nobody:app"));
      assertTrue(
          String.valueOf(unknown.getMessage())
              .startsWith("layers.owner 'nobody:app': the user 'nobody' is not in"),
          unknown.getMessage());
    }
  }

  @Test
  void wantsNumbersOnScratch() throws Exception {
    assertEquals(List.of("1000:1000"), owners(Optional.empty(), "1000:1000"));
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> owners(Optional.empty(), "app"));
    assertTrue(String.valueOf(refused.getMessage()).contains("give numbers"));
  }

  private List<String> owners(Optional<Base> base, String... owners) throws Exception {
    Path root = Files.createDirectories(folder.resolve("work"));
    Files.writeString(root.resolve("file"), "file");
    List<LayerSource> sources = new ArrayList<>();
    for (String owner : owners) {
      sources.add(new LayerSource("file", "/srv/file", "", owner));
    }
    Recipe.Description description = Described.of(root, r -> r.layers(sources));
    return new NamedOwners(base, bases())
        .numbered(description).layers().stream()
            .map(layer -> layer.getEntries().get(0).getOwnership())
            .toList();
  }

  private BaseImages bases() {
    return new BaseImages(
        new RegistryClient(HttpClient.newBuilder(), RegistryToken.anonymous()),
        folder.resolve("cache"),
        lines::add);
  }

  /** Three layers, of which the second replaces a file of the first. */
  private void push(String image) throws Exception {
    Path root = Files.createDirectories(folder.resolve("base"));
    Files.writeString(root.resolve("old"), "root:x:0:0:::\nnobody:x:1:1:::\n");
    Files.writeString(root.resolve("passwd"), "root:x:0:0:::\napp:x:1500:1600:App:/:/bin/sh\n");
    Files.writeString(root.resolve("group"), "root:x:0:\napp:x:1600:\n");
    ImageRequest request =
        ImageRequest.of(image)
            .from("scratch")
            .commit("0123456789abcdef0123456789abcdef01234567")
            .tags(List.of("1"))
            .entrypoint(List.of("/bin/app"))
            .layers(
                List.of(
                    new LayerSource("old", "/etc/passwd"),
                    new LayerSource("passwd", "/etc/passwd"),
                    new LayerSource("group", "/etc/group")))
            .build();
    new ImageBuild(
            BuildAccess.of(RegistryToken.anonymous()),
            BuildOrigin.UNKNOWN,
            folder.resolve("other cache"),
            lines::add)
        .run(request, root);
  }
}
