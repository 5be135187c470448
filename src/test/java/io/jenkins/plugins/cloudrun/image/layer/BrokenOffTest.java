package io.jenkins.plugins.cloudrun.image.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Builds that are aborted, killed, or fail half way. */
class BrokenOffTest extends CacheFixture {
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
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("cloud-run-layer")) {
        // It has been told; nobody promises that it has heard it already.
        thread.join(20_000);
        assertFalse(thread.isAlive(), "no thread goes on");
      }
    }

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
