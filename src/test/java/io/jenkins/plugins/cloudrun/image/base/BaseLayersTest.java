package io.jenkins.plugins.cloudrun.image.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseLayersTest {
  private static final int SIZE = 300_000;

  @TempDir Path cache;
  private final StoredBases stored = new StoredBases();

  @Test
  void downloadsALayerOnce() throws Exception {
    Blob layer = layer(1);
    Path file = bases().layerFile(layer);
    assertArrayEquals(stored.bytes.get(layer.digest()), Files.readAllBytes(file));
    assertEquals(file, bases().layerFile(layer));
    assertEquals(List.of("blob " + layer.digest() + " from 0"), stored.asked);
  }

  @Test
  void goesOnWhereADownloadBrokeOff() throws Exception {
    Blob layer = layer(1);
    stored.cuts.addAll(List.of(100_000L, 50_000L));
    assertThrows(IOException.class, () -> bases().layerFile(layer));
    assertThrows(IOException.class, () -> bases().layerFile(layer));
    Path file = bases().layerFile(layer);
    assertArrayEquals(stored.bytes.get(layer.digest()), Files.readAllBytes(file));
    assertEquals(
        List.of(
            "blob " + layer.digest() + " from 0",
            "blob " + layer.digest() + " from 100000",
            "blob " + layer.digest() + " from 150000"),
        stored.asked);
  }

  @Test
  void goesOnWhereAnotherBuildWasEnded() throws Exception {
    Blob layer = layer(1);
    byte[] all = stored.bytes.get(layer.digest());
    Path blobs = Files.createDirectories(cache.resolve("blobs"));
    Path draft = blobs.resolve(layer.digest().value().substring(7) + ".draft");
    Files.write(draft, Arrays.copyOf(all, 200_000));
    assertArrayEquals(all, Files.readAllBytes(bases().layerFile(layer)));
    assertEquals(List.of("blob " + layer.digest() + " from 200000"), stored.asked);
    assertFalse(Files.exists(draft));
  }

  @Test
  void neverHandsOutOtherBytes() throws Exception {
    Blob layer = layer(1);
    byte[] right = stored.bytes.get(layer.digest());
    byte[] wrong = right.clone();
    wrong[7]++;
    stored.bytes.put(layer.digest(), wrong);
    Failure.Permanent refused =
        assertThrows(Failure.Permanent.class, () -> bases().layerFile(layer));
    assertTrue(refused.getMessage().contains("other bytes"), refused.getMessage());
    stored.bytes.put(layer.digest(), Arrays.copyOf(right, SIZE + 100_000));
    assertThrows(Failure.Permanent.class, () -> bases().layerFile(layer));
    stored.bytes.put(layer.digest(), right);
    assertArrayEquals(right, Files.readAllBytes(bases().layerFile(layer)));
  }

  @Test
  void downloadsOnceForBuildsAtTheSameTime() throws Exception {
    Blob layer = layer(1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> files = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        files.add(threads.submit(() -> bases().layerFile(layer)));
      }
      for (Future<Path> file : files) {
        assertArrayEquals(stored.bytes.get(layer.digest()), Files.readAllBytes(file.get()));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, stored.asked.size(), stored.asked.toString());
  }

  @Test
  void letsTheLeastRecentlyUsedGo() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(bases().layerFile(layer(i)));
    }
    assertTrue(files.stream().allMatch(Files::exists), "all were used within the hour");
    for (int i = 0; i < 3; i++) {
      Files.setLastModifiedTime(
          files.get(i), FileTime.from(Instant.now().minus(Duration.ofHours(9 - i))));
    }
    bases().layerFile(layer(0));
    bases().layerFile(layer(4));
    assertEquals(
        List.of(true, false, false), files.stream().map(Files::exists).toList(), "0 was used last");
  }

  @Test
  void stopsWhenInterrupted() throws Exception {
    Blob layer = layer(1);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> bases().layerFile(layer));
    assertFalse(Thread.interrupted(), "whoever catches it decides");
    assertArrayEquals(
        stored.bytes.get(layer.digest()), Files.readAllBytes(bases().layerFile(layer)));
  }

  private Blob layer(int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    ImageDigest digest = stored.put(content);
    return new Blob(
        digest,
        SIZE,
        "application/vnd.oci.image.layer.v1.tar+gzip",
        new Blob.Origin.InRepository(ImageName.parse("example.org/base/java")));
  }

  /** With room for two layers. */
  private BaseImages bases() {
    return new BaseImages(stored, cache, line -> {}, "amd64", 2 * SIZE + 1000, Clock.systemUTC());
  }
}
