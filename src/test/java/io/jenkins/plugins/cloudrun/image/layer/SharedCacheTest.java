package io.jenkins.plugins.cloudrun.image.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Builds at the same time. */
class SharedCacheTest extends CacheFixture {
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

  /** Each looks for dead builds whenever it begins, while the others are just beginning. */
  @Test
  void jvmsThatBeginAndEndBuildsAllTheTimeTakeNothingFromEachOther() throws Exception {
    long smallLimit = 20 * (16 << 10);
    List<Process> jvms = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      jvms.add(OtherJvm.start(folder, smallLimit, "150", "-Xmx64m"));
    }
    for (Process jvm : jvms) {
      List<String> lines = lines(jvm);
      assertEquals(List.of("made 150"), lines);
    }
    assertEquals(List.of(), names("sessions"));
    assertTrue(names("blobs").size() <= 20, () -> "evicted");
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
