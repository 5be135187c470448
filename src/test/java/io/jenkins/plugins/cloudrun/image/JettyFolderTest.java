package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jetty writes into its folder when it starts, as whatever user its base has. */
class JettyFolderTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final String HOME = "/var/lib/jetty";

  @TempDir Path folder;
  private Path root;

  @BeforeAll
  static void needsTools() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    assumeTrue(Skopeo.isInstalled(), "skopeo is not installed");
  }

  @Test
  void theFolderStaysWithTheOwnerThatTheBaseGaveIt() throws Exception {
    workspace();
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      push(
          registry.host() + "/base/jetty",
          r ->
              r.user("0:0")
                  .layers(
                      List.of(
                          new LayerSource("passwd", "/etc/passwd"),
                          new LayerSource("home", HOME, "", "100:101"))));
      String layer = HOME.substring(1);
      assertEquals(
          List.of(layer + "/ 100/101", layer + "/webapps/ 100/101"), folders(registry.host()));
    }
  }

  @Test
  void whatTheBaseDoesNotHaveIsForTheUserThatItRunsAs() throws Exception {
    workspace();
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      push(
          registry.host() + "/base/jetty",
          r -> r.user("jetty").layers(List.of(new LayerSource("passwd", "/etc/passwd"))));
      String layer = HOME.substring(1);
      assertEquals(
          List.of(layer + "/ 100/101", layer + "/webapps/ 100/101"), folders(registry.host()));
    }
  }

  private void workspace() throws Exception {
    root = Files.createDirectories(folder.resolve("work"));
    Files.writeString(root.resolve("passwd"), "root:x:0:0:::\njetty:x:100:101:::\n");
    Files.createDirectories(root.resolve("home/webapps"));
    Files.writeString(root.resolve("home/webapps/note"), "the server's");
    new JarFiles()
        .file("index.html", "<p>")
        .file("WEB-INF/web.xml", "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee'/>")
        .type("WEB-INF/classes/shop/Shop.class", 21)
        .file("WEB-INF/lib/a-1.jar", "a")
        .write(root.resolve("target/shop.war"));
  }

  /** Jetty's folders with their owners, the same in each layer of a war on the stand-in base. */
  private List<String> folders(String host) throws Exception {
    ImageAnswer answer =
        push(host + "/p/shop", r -> r.war("target/shop.war").from(host + "/base/jetty:1"));
    Path copy = folder.resolve("copy");
    Skopeo.copy(answer.ref(), copy);
    List<Manifest.Layer> layers =
        new Manifest("", Files.readAllBytes(copy.resolve("manifest.json"))).layers();
    List<List<String>> found = new ArrayList<>();
    for (Manifest.Layer layer : layers) {
      List<String> listed = listed(copy.resolve(layer.digest().value().substring(7)));
      if (listed.stream().anyMatch(line -> line.contains("/webapps/ROOT/"))) {
        found.add(
            listed.stream().filter(line -> line.matches("var/lib/jetty/(webapps/)? .*")).toList());
      }
    }
    assertEquals(3, found.size(), "dependencies, resources and classes: " + found);
    assertEquals(1, found.stream().distinct().count(), found.toString());
    return found.get(0);
  }

  /** {@code PATH UID/GID} of each entry. */
  private static List<String> listed(Path layer) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "--numeric-owner", "-tvzf", layer.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(tar.waitFor(1, TimeUnit.MINUTES) && tar.exitValue() == 0, text);
    return text.lines()
        .map(line -> line.split(" +"))
        .map(words -> words[5] + " " + words[1])
        .toList();
  }

  private ImageAnswer push(String image, UnaryOperator<ImageRequestBuilder> change)
      throws Exception {
    ImageRequestBuilder request =
        ImageRequest.of(image)
            .from("scratch")
            .commit(SHA)
            .tags(List.of("1"))
            .entrypoint(List.of("/bin/jetty"));
    return new Built(RegistryToken.anonymous(), folder.resolve("cache"), line -> {})
        .run(change.apply(request).build(), root);
  }
}
