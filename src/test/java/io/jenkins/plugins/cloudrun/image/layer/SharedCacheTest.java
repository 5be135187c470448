package io.jenkins.plugins.cloudrun.image.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds at the same time, builds that are broken off, and what goes when there is too much. */
class SharedCacheTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path temp;
  private Path folder = Path.of("");

  @BeforeEach
  void setFolder() {
    folder = temp.resolve("cache");
  }

  @Test
  void threadsThatBuildTheSameLayersAtOnceAgree() throws Exception {
    List<EntriesLayer> layers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Path file = text("f" + i, MEBIBYTE + i);
      layers.add(new EntriesLayer("l" + i, List.of(entry(FileContent.of(file)))));
    }
    List<LayerBlob> alone = new ArrayList<>();
    try (LayerCache.Session session = cache(temp.resolve("alone")).open()) {
      session.layers(layers).forEach(alone::add);
    }
    int builds = 4;
    ExecutorService threads = Executors.newFixedThreadPool(builds);
    try {
      CountDownLatch start = new CountDownLatch(builds);
      List<Future<List<LayerBlob>>> results = new ArrayList<>();
      for (int i = 0; i < builds; i++) {
        results.add(
            threads.submit(
                () -> {
                  // Each with a cache object of its own, as builds of different jobs have.
                  try (LayerCache.Session session = cache(folder).open()) {
                    start.countDown();
                    start.await();
                    List<LayerBlob> blobs = session.layers(layers);
                    for (LayerBlob blob : blobs) {
                      check(blob);
                    }
                    return blobs;
                  }
                }));
      }
      for (Future<List<LayerBlob>> result : results) {
        List<LayerBlob> blobs = result.get(1, TimeUnit.MINUTES);
        for (int i = 0; i < alone.size(); i++) {
          assertEquals(alone.get(i).digest(), blobs.get(i).digest());
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(layers.size(), names("blobs").size());
    assertEquals(List.of(), names("sessions"));
  }

  @Test
  void twoJvmsThatBuildTheSameLayerAtOnceAgree() throws Exception {
    Path file = text("f", 8 * MEBIBYTE);
    Process one = OtherJvm.start(folder, LayerCache.USUAL_LIMIT, file, "-Xmx128m");
    Process two = OtherJvm.start(folder, LayerCache.USUAL_LIMIT, file, "-Xmx128m");
    List<String> first = lines(one);
    List<String> second = lines(two);
    LayerBlob ours = build(file);
    for (List<String> lines : List.of(first, second)) {
      assertTrue(lines.contains("digest " + ours.digest()), lines::toString);
      assertTrue(lines.contains("diffId " + ours.diffId()), lines::toString);
    }
    assertEquals(List.of(Digests.hex(ours.digest())), names("blobs"));
    assertEquals(List.of(), names("sessions"));
  }

  @Test
  void anAbortStopsAtOnceAndTheNextBuildIsRight() throws Exception {
    Path file = text("f", 60 * MEBIBYTE);
    AtomicReference<Object> outcome = new AtomicReference<>("nothing");
    CountDownLatch ended = new CountDownLatch(1);
    Thread builder =
        new Thread(
            () -> {
              try {
                outcome.set(build(file));
              } catch (Exception e) {
                outcome.set(e);
              }
              ended.countDown();
            });
    builder.start();
    awaitDraft();
    long start = System.nanoTime();
    builder.interrupt();
    assertTrue(ended.await(20, TimeUnit.SECONDS));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(outcome.get() instanceof InterruptedException, () -> "" + outcome.get());
    assertTrue(millis < 2000, () -> millis + " ms");
    assertEquals(List.of(), names("sessions"));
    assertEquals(List.of(), names("blobs"));
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("cloud-run-layer")),
        "no thread goes on");

    LayerBlob elsewhere;
    try (LayerCache.Session session = cache(temp.resolve("elsewhere")).open()) {
      elsewhere = session.layer(OtherJvm.layer(file));
    }
    try (LayerCache.Session session = cache(folder).open()) {
      LayerBlob again = session.layer(OtherJvm.layer(file));
      check(again);
      assertEquals(elsewhere.digest(), again.digest());
    }
  }

  @Test
  void aKilledJvmLeavesTheCacheSound() throws Exception {
    Path file = text("f", 40 * MEBIBYTE);
    Process jvm = OtherJvm.start(folder, LayerCache.USUAL_LIMIT, file, "-Xmx128m");
    awaitDraft();
    assertEquals(1, names("sessions").size());
    jvm.destroyForcibly();
    assertTrue(jvm.waitFor(20, TimeUnit.SECONDS));
    assertEquals(List.of(), names("blobs"));
    assertEquals(1, names("sessions").size(), "nobody could clean up");

    try (LayerCache.Session session = cache(folder).open()) {
      assertEquals(1, names("sessions").size(), "the dead one is gone, this one is there");
      check(session.layer(OtherJvm.layer(file)));
    }
    assertEquals(List.of(), names("sessions"));
  }

  @Test
  void aRunningBuildOfAnotherJvmIsLeftAlone() throws Exception {
    Path file = text("f", 30 * MEBIBYTE);
    Process jvm = OtherJvm.start(folder, LayerCache.USUAL_LIMIT, file, "-Xmx128m");
    awaitDraft();
    cache(folder).open().close();
    List<String> lines = lines(jvm);
    assertEquals(0, jvm.exitValue(), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("digest ")), lines::toString);
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws Exception {
    Path a = noise("a");
    Path b = noise("b");
    Path c = noise("c");
    Path d = noise("d");
    LayerBlob first = build(a);
    LayerBlob second = build(b);
    LayerBlob third = build(c);
    age(first, 30);
    age(second, 20);
    age(third, 10);
    build(a);
    LayerCache bounded = new LayerCache(folder, 3 * MEBIBYTE + MEBIBYTE / 2);
    LayerBlob fourth;
    try (LayerCache.Session session = bounded.open()) {
      fourth = session.layer(OtherJvm.layer(d));
    }
    List<String> left =
        Stream.of(first, third, fourth).map(l -> Digests.hex(l.digest())).sorted().toList();
    assertEquals(left, names("blobs"), "the second goes: the first was used again");
  }

  @Test
  void aBuildKeepsWhatItUsesThoughItIsEvicted() throws Exception {
    Path a = noise("a");
    Path b = noise("b");
    LayerCache bounded = new LayerCache(folder, MEBIBYTE + MEBIBYTE / 2);
    LayerBlob kept;
    try (LayerCache.Session session = bounded.open()) {
      kept = session.layer(OtherJvm.layer(a));
      age(kept, 30);
      try (LayerCache.Session other = bounded.open()) {
        other.layer(OtherJvm.layer(b));
      }
      assertFalse(names("blobs").contains(Digests.hex(kept.digest())), "evicted");
      check(kept);
    }
    assertFalse(Files.exists(kept.file()));
    assertEquals(kept.digest(), build(a).digest());
  }

  @Test
  void oneFailureStopsTheOtherLayers() throws Exception {
    Path file = text("f", 60 * MEBIBYTE);
    EntriesLayer broken =
        new EntriesLayer(
            "broken", List.of(entry(new Counted("claims more", "", true).claiming(1000))));
    try (LayerCache.Session session = cache(folder).open()) {
      long start = System.nanoTime();
      assertThrows(IOException.class, () -> session.layers(List.of(broken, OtherJvm.layer(file))));
      assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }
    assertEquals(List.of(), names("blobs"));
  }

  /** Until a build is in the middle of compressing. */
  private void awaitDraft() throws Exception {
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

  private static void check(LayerBlob blob) throws IOException {
    assertEquals(blob.size(), Files.size(blob.file()));
    try (InputStream in = Files.newInputStream(blob.file())) {
      assertEquals(blob.digest().value(), "sha256:" + TarListing.hash(in));
    }
  }

  private static void age(LayerBlob blob, int minutes) throws IOException {
    Path cached = blob.file().getParent().getParent().resolveSibling("blobs");
    Files.setLastModifiedTime(
        cached.resolve(Digests.hex(blob.digest())),
        FileTime.from(Instant.now().minusSeconds(minutes * 60L)));
  }

  private List<String> names(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static LayerCache cache(Path folder) throws IOException {
    return new LayerCache(folder, LayerCache.USUAL_LIMIT);
  }

  private LayerBlob build(Path file) throws IOException, InterruptedException {
    try (LayerCache.Session session = cache(folder).open()) {
      return session.layer(OtherJvm.layer(file));
    }
  }

  private static List<String> lines(Process jvm) throws Exception {
    try (BufferedReader reader = jvm.inputReader(UTF_8)) {
      List<String> lines = reader.lines().toList();
      assertTrue(jvm.waitFor(20, TimeUnit.SECONDS));
      return lines;
    }
  }

  /** Lines with numbers: they shrink, and that takes time. */
  private Path text(String name, int size) throws IOException {
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

  private Path noise(String name) throws IOException {
    byte[] bytes = new byte[MEBIBYTE];
    new Random(name.hashCode()).nextBytes(bytes);
    return Files.write(temp.resolve(name), bytes);
  }

  private static LayerEntry entry(Content content) {
    return new LayerEntry(
        "/app/f",
        LayerEntry.Kind.FILE,
        0644,
        0,
        0,
        "",
        "",
        Instant.ofEpochSecond(1),
        Optional.of(content),
        "",
        Map.of());
  }
}
