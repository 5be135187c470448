package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerIndexTest {
  @TempDir private Path folder;

  @Test
  void keepsWhatWasUsedLast() throws Exception {
    LayerIndex index = new LayerIndex(folder.resolve("index"), 60_000);
    for (int i = 0; i < 12; i++) {
      index.keep(digest(i), entries(i));
      Files.setLastModifiedTime(
          folder.resolve("index").resolve(digest(i).replace(':', '-')),
          FileTime.from(Instant.now().minusSeconds(1000 - i)));
      assertTrue(found(index, 0), "used each time, so it stays: " + i);
    }
    long size = 0;
    try (Stream<Path> files = Files.list(folder.resolve("index"))) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    assertTrue(size > 10_000 && size <= 60_000, "" + size);
    assertTrue(found(index, 11));
    assertTrue(!found(index, 1), "unused for longest");
  }

  @Test
  void aDiskThatTakesNothingFailsNoBuild() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    LayerIndex index = new LayerIndex(file.resolve("index"));
    index.keep(digest(1), entries(1));
    assertTrue(!found(index, 1));
  }

  @Test
  void severalBuildsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> builds = new ArrayList<>();
      for (int build = 0; build < 4; build++) {
        builds.add(
            () -> {
              // Room for about two layers, so that each takes from the others all the time.
              LayerIndex index = new LayerIndex(folder.resolve("index"), 20_000);
              for (int i = 0; i < 60; i++) {
                index.keep(digest(i % 6), entries(i % 6));
                Optional<List<LayerEntry>> found = index.find(digest(i % 6), files());
                assertEquals(entries(i % 6), found.orElse(entries(i % 6)), "whole or not at all");
              }
              return true;
            });
      }
      for (Future<Boolean> build : threads.invokeAll(builds)) {
        assertTrue(build.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean found(LayerIndex index, int number) {
    return index.find(digest(number), files()).isPresent();
  }

  private ArchiveFiles files() {
    return new ArchiveFiles(() -> folder, "x", true, folder);
  }

  private static String digest(int number) {
    return "sha256:" + String.format("%064x", number);
  }

  /** Some 9 kB when they are packed. */
  private static List<LayerEntry> entries(int seed) {
    Random random = new Random(seed);
    List<LayerEntry> entries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      entries.add(Entries.folder("/" + Long.toHexString(random.nextLong())));
    }
    return entries;
  }
}
