package io.jenkins.plugins.cloudrun.image.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownBlobsTest {
  private static final ImageName A = ImageName.parse("eu.example.com/p/a");
  private static final ImageName B = ImageName.parse("eu.example.com/p/b");
  private static final ImageName ELSEWHERE = ImageName.parse("us.example.com/p/a");

  @TempDir Path folder;

  @Test
  void remembersByRegistryTheLatestFirst() throws Exception {
    KnownBlobs known = new KnownBlobs(folder.resolve("push"));
    assertEquals(List.of(), known.now().repositories(digest(1), "eu.example.com"));
    known.saw(A, List.of(digest(1), digest(2)));
    known.saw(ELSEWHERE, List.of(digest(1)));
    known.saw(B, List.of(digest(1)));
    KnownBlobs again = new KnownBlobs(folder.resolve("push"));
    assertEquals(List.of(B, A), again.now().repositories(digest(1), "eu.example.com"));
    again.saw(A, List.of(digest(1)));
    assertEquals(List.of(A, B), known.now().repositories(digest(1), "eu.example.com"));
    assertEquals(List.of(A), known.now().repositories(digest(2), "eu.example.com"));
    assertEquals(List.of(ELSEWHERE), known.now().repositories(digest(1), "us.example.com"));
  }

  @Test
  void forgetsWhatWasNotSeenForLongest() throws Exception {
    KnownBlobs known = new KnownBlobs(folder);
    known.saw(A, IntStream.range(0, 3000).mapToObj(KnownBlobsTest::digest).toList());
    known.saw(A, List.of(digest(0)));
    known.saw(A, IntStream.range(3000, 5000).mapToObj(KnownBlobsTest::digest).toList());
    assertEquals(List.of(A), known.now().repositories(digest(0), A.registry()));
    assertEquals(List.of(), known.now().repositories(digest(1), A.registry()));
    assertEquals(List.of(A), known.now().repositories(digest(4999), A.registry()));
    assertTrue(Files.size(folder.resolve("known-blobs")) < 1_000_000);
  }

  @Test
  void outlivesWhatItCannotRead() throws Exception {
    KnownBlobs known = new KnownBlobs(folder);
    known.saw(A, List.of(digest(1)));
    Files.writeString(
        folder.resolve("known-blobs"), "sha256:12 half\n\nx y z\n", StandardOpenOption.APPEND);
    known.saw(B, List.of(digest(2)));
    assertEquals(List.of(A), known.now().repositories(digest(1), A.registry()));
    Files.write(folder.resolve("known-blobs"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertEquals(List.of(), known.now().repositories(digest(1), A.registry()));
    known.saw(A, List.of(digest(1)));
    assertEquals(List.of(A), known.now().repositories(digest(1), A.registry()));
  }

  @Test
  void isWholeWhoeverWrites() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> done = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int n = i;
      Callable<Boolean> write =
          () -> {
            new KnownBlobs(folder).saw(A, List.of(digest(0), digest(n)));
            return new KnownBlobs(folder)
                .now()
                .repositories(digest(0), A.registry())
                .equals(List.of(A));
          };
      done.add(threads.submit(write));
    }
    for (Future<Boolean> one : done) {
      assertTrue(one.get());
    }
    threads.shutdown();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  private static ImageDigest digest(int n) {
    return new ImageDigest("sha256:" + String.format("%064x", n));
  }
}
