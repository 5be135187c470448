package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplodedJarTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void workspace() throws IOException {
    root = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void describesAFatJarLikeItsFolder() throws Exception {
    JarFiles jar =
        new JarFiles()
            .with("Main-Class", "org.example.shop.Main")
            .type("org/example/shop/Main.class", 21)
            .type("com/google/common/Lists.class", 8)
            .file("app.css", "b {}");
    jar.write(root.resolve("target/shop.jar"));
    jar.unpacked(root.resolve("target/exploded"));
    same("target/shop.jar", "target/exploded", r -> r);
  }

  @Test
  void describesASpringBootJarLikeItsFolder() throws Exception {
    JarFiles jar =
        new JarFiles()
            .with("Main-Class", "org.springframework.boot.loader.launch.JarLauncher")
            .with("Start-Class", "org.example.Shop")
            .with("Spring-Boot-Layers-Index", "BOOT-INF/layers.idx")
            .type("org/springframework/boot/loader/launch/JarLauncher.class", 17)
            .type("BOOT-INF/classes/org/example/Shop.class", 17)
            .file("BOOT-INF/lib/a.jar", "a")
            .file("BOOT-INF/lib/b-SNAPSHOT.jar", "b")
            .file(
                "BOOT-INF/layers.idx",
                "- \"libs\":\n  - \"BOOT-INF/lib/\"\n- \"mine\":\n  - \"BOOT-INF/classes/\"\n");
    jar.write(root.resolve("target/shop.jar"));
    jar.unpacked(root.resolve("target/exploded"));
    same("target/shop.jar", "target/exploded", r -> r.jvmFlags(List.of("-Xmx1g")));
    try (Recipe.Description description = described(r -> r.jar("target/exploded"))) {
      assertEquals(List.of("libs", "mine"), List.copyOf(Described.layers(description).keySet()));
    }
  }

  @Test
  void findsLibrariesBesideAndInside() throws Exception {
    Path exploded =
        new JarFiles()
            .with("Main-Class", "shop.Main")
            .with("Class-Path", "lib/a.jar lib/b-SNAPSHOT.jar conf/ absent/")
            .type("shop/Main.class", 17)
            .unpacked(root.resolve("target/exploded"));
    new JarFiles().file("a", "a").write(root.resolve("target/lib/a.jar"));
    new JarFiles().file("b", "b").write(exploded.resolve("lib/b-SNAPSHOT.jar"));
    Files.createDirectories(exploded.resolve("conf"));
    Files.writeString(exploded.resolve("conf/app.yml"), "a: b");
    try (Recipe.Description description = described(r -> r.jar("target/exploded"))) {
      assertEquals(
          Map.of(
              "dependencies", List.of("libs/a.jar"),
              "snapshot dependencies", List.of("libs/b-SNAPSHOT.jar"),
              "resources", List.of("libs/conf/app.yml", "resources/META-INF/MANIFEST.MF"),
              "classes", List.of("classes/shop/Main.class")),
          Described.layers(description));
      assertEquals(
          "/app/resources:/app/classes:/app/libs/a.jar:/app/libs/b-SNAPSHOT.jar:/app/libs/conf",
          description.entrypoint().get(2));
    }
  }

  @Test
  void refusesWhatIsNoJarAndLinksThatLeadOut() throws Exception {
    Files.createDirectories(root.resolve("target/classes"));
    refused("is no unpacked jar", "target/classes");
    Path exploded =
        new JarFiles()
            .with("Main-Class", "shop.Main")
            .type("shop/Main.class", 17)
            .unpacked(root.resolve("target/exploded"));
    Files.writeString(folder.resolve("secret"), "secret");
    Path link = Files.createSymbolicLink(exploded.resolve("out"), folder.resolve("secret"));
    refused("leads out of the workspace", "target/exploded");
    Files.delete(link);
    link = Files.createSymbolicLink(exploded.resolve("up"), folder);
    refused("leads out of the workspace", "target/exploded");
    Files.delete(link);
    Files.createSymbolicLink(exploded.resolve("loop"), Path.of("."));
    refused("points at a folder that it is in", "target/exploded");
  }

  @Test
  void readsNoLibraryAndInflatesNoEntry() throws Exception {
    new JarFiles()
        .with("Main-Class", "shop.Main")
        .with("Class-Path", "lib/huge.jar")
        .type("shop/Main.class", 17)
        .write(root.resolve("target/shop.jar"));
    Files.createDirectories(root.resolve("target/lib"));
    try (RandomAccessFile huge =
        new RandomAccessFile(root.resolve("target/lib/huge.jar").toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> described(r -> r.jar("target/shop.jar")).close());

    Path fat =
        new JarFiles()
            .with("Main-Class", "shop.Main")
            .file("big.txt", "0123456789".repeat(10_000))
            .type("shop/Main.class", 17)
            .write(root.resolve("fat.jar"));
    spoil(fat, "big.txt");
    try (Recipe.Description description = described(r -> r.jar("fat.jar"))) {
      IOException broken =
          assertThrows(IOException.class, () -> Described.contents(description), "it is spoilt");
      assertTrue(String.valueOf(broken.getMessage()).length() > 0);
    }
  }

  /** Overwrites the compressed bytes of an entry: whoever inflates it fails. */
  private static void spoil(Path jar, String name) throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int data = text.indexOf(name) + name.length();
    for (int i = data; i < data + 40; i++) {
      bytes[i] = (byte) 0xFF;
    }
    Files.write(jar, bytes);
  }

  private void same(String packed, String exploded, UnaryOperator<ImageRequestBuilder> change)
      throws Exception {
    try (Recipe.Description one = described(r -> change.apply(r.jar(packed)));
        Recipe.Description two = described(r -> change.apply(r.jar(exploded)))) {
      assertEquals(Described.contents(one), Described.contents(two));
      assertEquals(one.entrypoint(), two.entrypoint());
      assertEquals(one.base(), two.base());
    }
  }

  private void refused(String part, String jar) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> described(r -> r.jar(jar)), part);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  private Recipe.Description described(UnaryOperator<ImageRequestBuilder> change)
      throws IOException, InterruptedException {
    return Described.of(root, change);
  }
}
