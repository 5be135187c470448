package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarRecipeTest {
  private static final String ROOT = "/usr/local/tomcat/webapps/ROOT/";

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void workspace() throws IOException {
    root = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void becomesTomcatsApplication() throws Exception {
    war().write(root.resolve("target/shop.war"));
    try (Recipe.Description description = described(r -> r.war("target/shop.war"))) {
      Map<String, List<String>> expected = new LinkedHashMap<>();
      expected.put("dependencies", List.of(ROOT + "WEB-INF/lib/a-1.jar"));
      expected.put("snapshot dependencies", List.of(ROOT + "WEB-INF/lib/b-1-SNAPSHOT.jar"));
      expected.put(
          "resources",
          List.of(
              ROOT + "META-INF/MANIFEST.MF",
              ROOT + "WEB-INF/classes/app.properties",
              ROOT + "WEB-INF/web.xml",
              ROOT + "index.html"));
      expected.put("classes", List.of(ROOT + "WEB-INF/classes/shop/Shop.class"));
      assertEquals(expected, Described.layers(description));
      assertEquals(
          List.copyOf(expected.keySet()), List.copyOf(Described.layers(description).keySet()));
      assertEquals("tomcat:10.1-jre21", description.base());
      assertEquals(List.of(), description.entrypoint(), "the base's own");
      assertEquals(List.of(), description.args());
      assertEquals("war target/shop.war for Tomcat", description.what());
    }
    war()
        .file("WEB-INF/web.xml", "<web-app xmlns='http://xmlns.jcp.org/xml/ns/javaee'/>")
        .write(root.resolve("target/old.war"));
    assertEquals("tomcat:9.0-jre21", base("target/old.war"));
    war()
        .file("WEB-INF/web.xml", "<web-app/>")
        .file("WEB-INF/lib/spring-web-5.3.1.jar", "")
        .write(root.resolve("target/spring5.war"));
    assertEquals("tomcat:9.0-jre21", base("target/spring5.war"));
    war()
        .file("WEB-INF/web.xml", "<web-app/>")
        .file("WEB-INF/lib/spring-web-6.1.1.jar", "")
        .write(root.resolve("target/spring6.war"));
    assertEquals("tomcat:10.1-jre21", base("target/spring6.war"));
  }

  @Test
  void becomesJettysApplicationAndLeavesItsFolderToJetty() throws Exception {
    war().write(root.resolve("target/shop.war"));
    try (Recipe.Description description =
        described(r -> r.war("target/shop.war").from("jetty:12.0-jre21"))) {
      assertEquals(
          List.of("/var/lib/jetty", "/var/lib/jetty/webapps"),
          description.baseFolders().stream().map(BaseFolder::path).toList());
      assertTrue(
          Described.layers(description)
              .get("classes")
              .contains("/var/lib/jetty/webapps/ROOT/WEB-INF/classes/shop/Shop.class"));
      assertEquals(
          List.of("--module=ee10-deploy", "--module=ee10-annotations", "--module=ee10-jsp"),
          description.args());
      assertEquals(List.of(), description.entrypoint());
    }
    assertEquals(List.of(), args("jetty:11-jre17"), "serves applications by itself");
    assertEquals(List.of(), args("example.org/base/our-jetty:3"), "its maker has chosen");
    assertEquals(3, args("jetty").size());
    assertEquals(3, args("europe-docker.pkg.dev/p/hub/library/jetty:jdk21").size());
  }

  @Test
  void describesAFolderLikeItsWar() throws Exception {
    war().write(root.resolve("target/shop.war"));
    war().unpacked(root.resolve("target/shop"));
    try (Recipe.Description one = described(r -> r.war("target/shop.war"));
        Recipe.Description two = described(r -> r.war("target/shop"))) {
      assertEquals(Described.contents(one), Described.contents(two));
      assertEquals(one.base(), two.base());
    }
  }

  @Test
  void startsAnExecutableWarByItself() throws Exception {
    boot().write(root.resolve("target/shop.war"));
    try (Recipe.Description description =
        described(r -> r.war("target/shop.war").jvmFlags(List.of("-Xmx1g")))) {
      assertEquals(
          List.of(
              "java",
              "-Xmx1g",
              "-cp",
              "/app",
              "org.springframework.boot.loader.launch.WarLauncher"),
          description.entrypoint());
      assertEquals("eclipse-temurin:21-jre", description.base());
      Map<String, List<String>> layers = Described.layers(description);
      assertEquals(
          List.of("WEB-INF/lib-provided/tomcat.jar", "WEB-INF/lib/a-1.jar"),
          layers.get("dependencies"));
      assertEquals(
          List.of("org/springframework/boot/loader/launch/WarLauncher.class"),
          layers.get("spring-boot-loader"));
    }
    try (Recipe.Description description =
        described(r -> r.war("target/shop.war").from("example.org/base/java:21"))) {
      assertEquals("java", description.entrypoint().get(0), "no servlet base is named");
    }
    try (Recipe.Description description =
        described(r -> r.war("target/shop.war").from("tomcat:10.1-jre21"))) {
      assertEquals(List.of(), description.entrypoint(), "a servlet base is asked for");
      assertTrue(
          Described.layers(description)
              .get("classes")
              .contains(ROOT + "WEB-INF/classes/shop/Shop.class"));
    }
  }

  @Test
  void saysWhatDoesNotFit() throws Exception {
    war().write(root.resolve("target/shop.war"));
    new JarFiles().file("a", "a").write(root.resolve("target/plain.war"));
    Files.writeString(root.resolve("target/text.war"), "text");
    Files.createDirectories(root.resolve("target/classes"));
    refused("holds no WEB-INF", r -> r.war("target/plain.war"));
    refused("is not a war", r -> r.war("target/text.war"));
    refused("is no unpacked war", r -> r.war("target/classes"));
    refused("no file 'target/absent.war'", r -> r.war("target/absent.war"));
    refused(
        "neither tomcat nor jetty", r -> r.war("target/shop.war").from("eclipse-temurin:21-jre"));
    refused("neither tomcat nor jetty", r -> r.war("target/shop.war").from("scratch"));
    refused("give env CATALINA_OPTS", r -> r.war("target/shop.war").jvmFlags(List.of("-Xmx1g")));
    refused("mainClass has no effect", r -> r.war("target/shop.war").mainClass("a.B"));
  }

  private String base(String war) throws Exception {
    try (Recipe.Description description = described(r -> r.war(war))) {
      return description.base();
    }
  }

  private List<String> args(String from) throws Exception {
    try (Recipe.Description description = described(r -> r.war("target/shop.war").from(from))) {
      return description.args();
    }
  }

  private void refused(String part, UnaryOperator<ImageRequestBuilder> change) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> described(change), part);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  private Recipe.Description described(UnaryOperator<ImageRequestBuilder> change)
      throws IOException, InterruptedException {
    return Described.of(root, change);
  }

  private static JarFiles war() {
    return new JarFiles()
        .file("index.html", "<p>")
        .file("WEB-INF/web.xml", "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee'/>")
        .type("WEB-INF/classes/shop/Shop.class", 21)
        .file("WEB-INF/classes/app.properties", "a=b")
        .file("WEB-INF/lib/a-1.jar", "a")
        .file("WEB-INF/lib/b-1-SNAPSHOT.jar", "b");
  }

  private static JarFiles boot() {
    return new JarFiles()
        .with("Main-Class", "org.springframework.boot.loader.launch.WarLauncher")
        .with("Start-Class", "shop.Shop")
        .type("org/springframework/boot/loader/launch/WarLauncher.class", 17)
        .type("WEB-INF/classes/shop/Shop.class", 21)
        .file("WEB-INF/lib/a-1.jar", "a")
        .file("WEB-INF/lib-provided/tomcat.jar", "t");
  }
}
