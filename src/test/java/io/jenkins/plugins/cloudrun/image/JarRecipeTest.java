package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarRecipeTest {
  @TempDir Path folder;
  private final List<Recipe.Description> open = new ArrayList<>();
  private Path root;

  @AfterEach
  void close() throws IOException {
    for (Recipe.Description each : open) {
      each.close();
    }
  }

  @BeforeEach
  void workspace() throws IOException {
    root = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void splitsAThinJar() throws Exception {
    new JarFiles().file("a/A.class", "a").write(root.resolve("target/lib/a b.jar"));
    new JarFiles().file("b/B.class", "b").write(root.resolve("target/lib/b-1-SNAPSHOT.jar"));
    new JarFiles().file("c/C.class", "c").write(root.resolve("other/a b.jar"));
    Files.createDirectories(root.resolve("target/config"));
    Files.writeString(root.resolve("target/config/app.yml"), "x: 1");
    thin("lib/b-1-SNAPSHOT.jar lib/a%20b.jar ../other/a%20b.jar config/ absent/ ./")
        .with("Add-Opens", "java.base/java.lang java.base/java.util")
        .write(root.resolve("target/shop.jar"));

    Recipe.Description description = described(r -> r.jvmFlags(List.of("-Xmx256m")));

    Map<String, List<String>> expected = new LinkedHashMap<>();
    expected.put("dependencies", List.of("libs/2-a b.jar", "libs/a b.jar"));
    expected.put("snapshot dependencies", List.of("libs/b-1-SNAPSHOT.jar"));
    expected.put(
        "resources",
        List.of(
            "libs/config/app.yml", "resources/META-INF/MANIFEST.MF", "resources/app.properties"));
    expected.put("classes", List.of("classes/org/example/shop/Main.class"));
    assertEquals(expected, Described.layers(description));
    assertEquals(
        List.copyOf(expected.keySet()), List.copyOf(Described.layers(description).keySet()));
    assertEquals(
        List.of(
            "java",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            "/app/resources:/app/classes:/app/libs/b-1-SNAPSHOT.jar:/app/libs/a b.jar"
                + ":/app/libs/2-a b.jar:/app/libs/config",
            "org.example.shop.Main"),
        description.entrypoint());
    assertEquals("eclipse-temurin:21-jre", description.base());
    assertEquals("thin jar target/shop.jar", description.what());
  }

  @Test
  void splitsAFatJarByThePackageOfItsMainClass() throws Exception {
    fat().write(root.resolve("build/libs/shop.jar"));
    fat().write(root.resolve("build/libs/original-shop.jar"));
    Recipe.Description description = described(r -> r);
    Map<String, List<String>> layers = Described.layers(description);
    assertEquals(List.of("classes/com/google/common/Lists.class"), layers.get("dependencies"));
    assertEquals(List.of("classes/org/example/shop/Main.class"), layers.get("classes"));
    assertEquals(
        List.of(
            "resources/META-INF/MANIFEST.MF", "resources/META-INF/services/x", "resources/app.css"),
        layers.get("resources"));
    assertEquals(
        List.of("java", "-cp", "/app/resources:/app/classes", "org.example.shop.Main"),
        description.entrypoint());
    assertEquals("eclipse-temurin:17-jre", description.base());
  }

  @Test
  void leavesAMultiReleaseJarWhole() throws Exception {
    fat().with("Multi-Release", "true").write(root.resolve("target/shop.jar"));
    Recipe.Description description = described(r -> r);
    assertEquals(Map.of("classes", List.of("shop.jar")), Described.layers(description));
    assertEquals(
        List.of("java", "-cp", "/app/shop.jar", "org.example.shop.Main"), description.entrypoint());
  }

  @Test
  void takesTheMainClassThatIsGiven() throws Exception {
    new JarFiles().type("app/Other.class", 25).write(root.resolve("shop.jar"));
    Recipe.Description description = described(r -> r.jar("shop.jar").mainClass("app.Other"));
    assertEquals("app.Other", description.entrypoint().get(3));
    assertEquals("eclipse-temurin:25-jre", description.base());
  }

  @Test
  void unpacksSpringBootByItsIndex() throws Exception {
    boot()
        .with("Spring-Boot-Layers-Index", "BOOT-INF/layers.idx")
        .with("Spring-Boot-Classpath-Index", "BOOT-INF/classpath.idx")
        .file(
            "BOOT-INF/layers.idx",
            "- \"dependencies\":\n"
                + "  - \"BOOT-INF/lib/a.jar\"\n"
                + "- \"spring-boot-loader\":\n"
                + "  - \"org/\"\n"
                + "- \"snapshot-dependencies\":\n"
                + "  - \"BOOT-INF/lib/b-SNAPSHOT.jar\"\n"
                + "- \"application\":\n"
                + "  - \"BOOT-INF/classes/\"\n"
                + "  - \"META-INF/\"\n")
        .file(
            "BOOT-INF/classpath.idx",
            "- \"BOOT-INF/lib/b-SNAPSHOT.jar\"\n- \"BOOT-INF/lib/a.jar\"\n")
        .write(root.resolve("target/shop.jar"));

    Recipe.Description description = described(r -> r);

    Map<String, List<String>> layers = Described.layers(description);
    assertEquals(
        List.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application"),
        List.copyOf(layers.keySet()));
    assertEquals(List.of("BOOT-INF/lib/a.jar"), layers.get("dependencies"));
    assertEquals(List.of("BOOT-INF/lib/b-SNAPSHOT.jar"), layers.get("snapshot-dependencies"));
    assertTrue(layers.get("application").contains("BOOT-INF/classes/org/example/Shop.class"));
    assertTrue(layers.get("application").contains("BOOT-INF/layers.idx"), "unnamed goes last");
    assertEquals(
        List.of(
            "java",
            "-cp",
            "/app/BOOT-INF/classes/:/app/BOOT-INF/lib/b-SNAPSHOT.jar:/app/BOOT-INF/lib/a.jar",
            "org.example.Shop"),
        description.entrypoint());
    assertEquals("eclipse-temurin:17-jre", description.base());
  }

  @Test
  void unpacksSpringBootWithoutAnIndex() throws Exception {
    boot().write(root.resolve("target/shop.jar"));
    Map<String, List<String>> layers = Described.layers(described(r -> r));
    assertEquals(
        List.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application"),
        List.copyOf(layers.keySet()));
    assertEquals(List.of("BOOT-INF/lib/b-SNAPSHOT.jar"), layers.get("snapshot-dependencies"));
    assertEquals(
        List.of("org/springframework/boot/loader/launch/JarLauncher.class"),
        layers.get("spring-boot-loader"));
  }

  @Test
  void leavesTheLauncherThatMakesItsOwnClassPath() throws Exception {
    boot()
        .with("Main-Class", "org.springframework.boot.loader.launch.PropertiesLauncher")
        .write(root.resolve("target/shop.jar"));
    assertEquals(
        List.of("java", "-cp", "/app", "org.springframework.boot.loader.launch.PropertiesLauncher"),
        described(r -> r).entrypoint());
  }

  @Test
  void describesTheSameFromOtherFoldersAndTimes() throws Exception {
    Path first = fat().write(root.resolve("target/shop.jar"));
    Path other = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createDirectories(other.resolve("target"));
    Files.copy(first, other.resolve("target/shop.jar"));
    Files.setLastModifiedTime(other.resolve("target/shop.jar"), FileTime.fromMillis(5000));
    try (Recipe.Description one = Described.of(root, r -> r);
        Recipe.Description two = Described.of(other, r -> r)) {
      assertEquals(Described.contents(one), Described.contents(two));
      assertEquals(one.entrypoint(), two.entrypoint());
    }
  }

  @Test
  void saysWhereItLooked() throws Exception {
    refused(
        "no 'module/Dockerfile', and in 'module/target' and 'module/build/libs'",
        r -> r.context("module"),
        "module");
    new JarFiles().file("a", "a").write(root.resolve("target/plain.jar"));
    refused("target/plain.jar names none", r -> r, "");
    fat().write(root.resolve("target/a.jar"));
    fat().write(root.resolve("target/b.jar"));
    refused("target/a.jar, target/b.jar", r -> r, "");
    refused("no file 'target/absent.jar'", r -> r.jar("target/absent.jar"), "");
    refused("names no Main-Class", r -> r.jar("target/plain.jar"), "");
    refused("no folder 'absent'", r -> r.context("absent"), "");
  }

  @Test
  void refusesWhatIsNotInTheWorkspace() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.jar"), "secret");
    thin("../../secret.jar").write(root.resolve("target/shop.jar"));
    refused("leads out of the workspace", r -> r, "");
    thin("lib/absent.jar").write(root.resolve("target/shop.jar"));
    refused("there is no 'target/lib/absent.jar'", r -> r, "");
    thin("https://example.org/a.jar").write(root.resolve("target/shop.jar"));
    refused("not a file beside the jar", r -> r, "");
    Files.createSymbolicLink(root.resolve("link.jar"), secret);
    refused("leads out of the workspace", r -> r.jar("link.jar"), "");
    Files.writeString(root.resolve("text.jar"), "text");
    refused("is not a jar", r -> r.jar("text.jar"), "");
  }

  private void refused(String part, UnaryOperator<ImageRequestBuilder> change, String make)
      throws IOException {
    Files.createDirectories(root.resolve(make));
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> described(change), part);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  private Recipe.Description described(UnaryOperator<ImageRequestBuilder> change)
      throws IOException, InterruptedException {
    Recipe.Description description = Described.of(root, change);
    open.add(description);
    return description;
  }

  private static JarFiles thin(String classPath) {
    return new JarFiles()
        .with("Main-Class", "org.example.shop.Main")
        .with("Class-Path", classPath)
        .type("org/example/shop/Main.class", 21)
        .file("app.properties", "a=b");
  }

  private static JarFiles fat() {
    return new JarFiles()
        .with("Main-Class", "org.example.shop.Main")
        .type("org/example/shop/Main.class", 11)
        .type("com/google/common/Lists.class", 8)
        .file("META-INF/services/x", "y")
        .file("app.css", "b {}");
  }

  private static JarFiles boot() {
    return new JarFiles()
        .with("Main-Class", "org.springframework.boot.loader.launch.JarLauncher")
        .with("Start-Class", "org.example.Shop")
        .type("org/springframework/boot/loader/launch/JarLauncher.class", 17)
        .type("BOOT-INF/classes/org/example/Shop.class", 17)
        .file("BOOT-INF/classes/application.yml", "a: b")
        .file("BOOT-INF/lib/a.jar", "a")
        .file("BOOT-INF/lib/b-SNAPSHOT.jar", "b");
  }
}
