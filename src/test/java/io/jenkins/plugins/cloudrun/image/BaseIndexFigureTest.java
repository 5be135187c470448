package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Prints what it saves to remember what bases hold; only when asked, as it takes a minute. */
@EnabledIfSystemProperty(named = "figures", matches = "true")
class BaseIndexFigureTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final int FILES = 6000;
  private static final int BYTES = 20_000;
  private static final int ROUNDS = 15;

  @TempDir private Path folder;

  @Test
  void buildsOnABaseOfManyFiles() throws Exception {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      Path base = Files.createDirectories(folder.resolve("base/files"));
      Random random = new Random(1);
      for (int i = 0; i < FILES; i++) {
        byte[] half = new byte[BYTES];
        random.nextBytes(half);
        java.util.Arrays.fill(half, 0, BYTES / 2, (byte) 'x');
        Files.write(base.resolve("file" + i), half);
      }
      build(
          registry,
          "base",
          base.getParent(),
          "FROM scratch\nCOPY <<passwd /etc/\napp:x:1000:1000::/:/\npasswd\n"
              + "COPY files /usr/\nCMD [\"/none\"]\n");
      Path context = Files.createDirectories(folder.resolve("context"));
      Files.writeString(context.resolve("file"), "file");
      String text =
          "FROM "
              + registry.host()
              + "/p/base:"
              + SHA
              + "\nCOPY --chown=app file /srv/\nCMD [\"/srv/file\"]\n";
      List<Double> without = new ArrayList<>();
      List<Double> with = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        forget();
        without.add(build(registry, "shop", context, text));
        with.add(build(registry, "shop", context, text));
      }
      System.out.printf(
          "FIGURE unchanged build with --chown=NAME on a base of %d files, %d MB: %.0f ms when the"
              + " base is unpacked, %.0f ms when it is remembered (medians of %d)%n",
          FILES, FILES * BYTES / 1_000_000, median(without), median(with), ROUNDS);
      assertTrue(median(with) < median(without));
    }
  }

  private void forget() throws IOException {
    Path index = folder.resolve("cache/index");
    if (Files.exists(index)) {
      try (Stream<Path> all = Files.list(index)) {
        for (Path file : all.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private double build(DebianRegistry registry, String name, Path context, String dockerfile)
      throws Exception {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    ImageRequest request =
        ImageRequest.of(registry.host() + "/p/" + name)
            .dockerfile("Dockerfile")
            .commit(SHA)
            .build();
    Built builder = new Built(RegistryToken.anonymous(), folder.resolve("cache"), line -> {});
    long start = System.nanoTime();
    builder.run(request, context);
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }
}
