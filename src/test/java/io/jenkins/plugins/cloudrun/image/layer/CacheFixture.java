package io.jenkins.plugins.cloudrun.image.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cache in a temporary folder, files to build from, and looks at what is in the cache. */
abstract class CacheFixture {
  static final int MEBIBYTE = 1 << 20;

  @TempDir Path temp;
  Path folder = Path.of("");

  @BeforeEach
  void setFolder() {
    folder = temp.resolve("cache");
  }

  /** Until a build is in the middle of compressing. */
  void awaitDraft() throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (System.nanoTime() < deadline) {
      if (Files.isDirectory(folder.resolve("sessions"))) {
        try (Stream<Path> all = Files.walk(folder.resolve("sessions"))) {
          for (Path path : all.filter(p -> p.toString().contains("draft")).toList()) {
            if (Files.size(path) > MEBIBYTE / 2) {
              return;
            }
          }
        } catch (IOException | java.io.UncheckedIOException e) {
          // It changes while it is looked at.
        }
      }
      Thread.sleep(5);
    }
    throw new AssertionError("no build began");
  }

  static void check(LayerBlob blob) throws IOException {
    assertEquals(blob.size(), Files.size(blob.file()));
    try (InputStream in = Files.newInputStream(blob.file())) {
      assertEquals(blob.digest().value(), "sha256:" + TarListing.hash(in));
    }
  }

  List<String> names(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  static LayerCache cache(Path folder) throws IOException {
    return new LayerCache(folder, LayerCache.USUAL_LIMIT);
  }

  LayerBlob build(Path file) throws IOException, InterruptedException {
    try (LayerCache.Session session = cache(folder).open()) {
      return session.layer(OtherJvm.layer(file));
    }
  }

  static List<String> lines(Process jvm) throws Exception {
    try (BufferedReader reader = jvm.inputReader(UTF_8)) {
      List<String> lines = reader.lines().toList();
      assertTrue(jvm.waitFor(20, TimeUnit.SECONDS));
      return lines;
    }
  }

  /** Lines with numbers: they shrink, and that takes time. */
  Path text(String name, int size) throws IOException {
    Random random = new Random(size);
    StringBuilder lines = new StringBuilder();
    while (lines.length() < MEBIBYTE) {
      lines.append("a line of a log with number ").append(random.nextLong()).append('\n');
    }
    byte[] piece = lines.substring(0, MEBIBYTE).getBytes(UTF_8);
    Path file = temp.resolve(name);
    try (java.io.OutputStream out = Files.newOutputStream(file)) {
      for (int left = size; left > 0; left -= piece.length) {
        piece[0]++;
        out.write(piece, 0, Math.min(left, piece.length));
      }
    }
    return file;
  }

  Path noise(String name) throws IOException {
    byte[] bytes = new byte[MEBIBYTE];
    new Random(name.hashCode()).nextBytes(bytes);
    return Files.write(temp.resolve(name), bytes);
  }
}
