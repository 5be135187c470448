package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import io.jenkins.plugins.cloudrun.image.layer.LayerCache;
import io.jenkins.plugins.cloudrun.image.layer.TarListing;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recipes describe, as the layers that come of it. */
class RecipeLayersTest {
  private static final Path COUNTERS = Path.of("/proc/self/io");

  /** Until a file's times tell any further change apart. */
  private static final long SETTLED_MILLIS = 4_000;

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void workspace() throws IOException {
    root = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void writesLinksOwnersAndModes() throws Exception {
    Files.createDirectories(root.resolve("dist/bin"));
    Files.createDirectories(root.resolve("dist/empty"));
    Files.writeString(root.resolve("dist/bin/shop"), "shop");
    assertTrue(root.resolve("dist/bin/shop").toFile().setExecutable(true));
    Files.createSymbolicLink(root.resolve("dist/shop"), Path.of("bin/shop"));
    Files.createSymbolicLink(root.resolve("dist/dead"), Path.of("/opt/not here"));
    List<Map<String, String>> layers =
        built(
            blob -> TarListing.of(blob.file()),
            r ->
                r.layers(
                    List.of(
                        new LayerSource("dist", "/srv"),
                        new LayerSource("dist", "/own", "640", "1000:app"))));
    Map<String, String> plain = layers.get(0);
    assertTrue(plain.get("srv/shop").startsWith("l 777 0:0 (:) 1000 bin/shop 0 "), plain::toString);
    assertTrue(plain.get("srv/dead").startsWith("l 777 0:0 (:) 1000 /opt/not here 0 "));
    assertTrue(plain.get("srv/bin/shop").startsWith("- 755 0:0 (:) 1000  4 "));
    assertTrue(plain.get("srv/empty/").startsWith("d 755 0:0 (:) 1000  0 "));
    Map<String, String> owned = layers.get(1);
    assertTrue(owned.get("own/").startsWith("d 750 1000:0 (:app) "), owned::toString);
    assertTrue(owned.get("own/bin/shop").startsWith("- 640 1000:0 (:app) 1000  4 "));
    assertTrue(owned.get("own/shop").startsWith("l 777 1000:0 (:app) "));
  }

  @Test
  void readsNoLibraryOfAThinJarThatDidNotChange() throws Exception {
    assumeTrue(Files.isReadable(COUNTERS), "only Linux counts what a process reads");
    StringBuilder classPath = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      new JarFiles().file("a/A.class", random(i)).write(root.resolve("target/lib/" + i + ".jar"));
      classPath.append("lib/").append(i).append(".jar ");
    }
    JarFiles jar =
        new JarFiles()
            .with("Main-Class", "shop.Main")
            .with("Class-Path", classPath.toString().trim())
            .type("shop/Main.class", 17);
    jar.write(root.resolve("target/shop.jar"));
    List<ImageDigest> first = unchanged(12_000_000);

    jar.type("shop/More.class", 17).write(root.resolve("target/shop.jar"));
    List<ImageDigest> changed = built(r -> r.jar("target/shop.jar"));
    assertEquals(first.get(0), changed.get(0), "dependencies");
    assertNotEquals(first.get(2), changed.get(2), "classes");
  }

  @Test
  void inflatesNothingOfAFatJarThatDidNotChange() throws Exception {
    assumeTrue(Files.isReadable(COUNTERS), "only Linux counts what a process reads");
    JarFiles jar =
        new JarFiles().with("Main-Class", "org.shop.Main").type("org/shop/Main.class", 17);
    for (int i = 0; i < 60; i++) {
      jar.file("lib/Lib" + i + ".class", random(i));
    }
    jar.write(root.resolve("target/shop.jar"));
    unchanged(9_000_000);
  }

  private List<ImageDigest> unchanged(long size) throws Exception {
    // The counter moves in steps, and classes are loaded: so twice before it is looked at.
    List<ImageDigest> first = built(r -> r.jar("target/shop.jar"));
    pause();
    built(r -> r.jar("target/shop.jar"));
    built(r -> r.jar("target/shop.jar"));
    long before = readSoFar();
    List<ImageDigest> again = built(r -> r.jar("target/shop.jar"));
    long read = readSoFar() - before;
    assertEquals(first, again);
    assertTrue(read < size / 20, () -> read + " bytes were read of " + size);
    return first;
  }

  private List<ImageDigest> built(UnaryOperator<ImageRequestBuilder> change) throws Exception {
    return built(LayerBlob::digest, change);
  }

  private <T> List<T> built(Look<T> look, UnaryOperator<ImageRequestBuilder> change)
      throws Exception {
    LayerCache cache = new LayerCache(folder.resolve("layers"), LayerCache.USUAL_LIMIT);
    try (Recipe.Description description = Described.of(root, change);
        LayerCache.Session session = cache.open()) {
      List<T> seen = new ArrayList<>();
      for (LayerBlob blob : session.layers(description.layers())) {
        seen.add(look.at(blob));
      }
      return seen;
    }
  }

  /** Bytes that this process has read from files. */
  private static long readSoFar() throws IOException {
    String line =
        Files.readString(COUNTERS, StandardCharsets.UTF_8)
            .lines()
            .filter(text -> text.startsWith("rchar: "))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.substring("rchar: ".length()).trim());
  }

  @SuppressWarnings("ReturnValueIgnored")
  private static void pause() throws InterruptedException {
    new CountDownLatch(1).await(SETTLED_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static String random(int seed) {
    byte[] bytes = new byte[150_000];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Looks at a layer as long as its build lasts. */
  private interface Look<T> {
    T at(LayerBlob blob) throws IOException;
  }
}
