package io.jenkins.plugins.cloudrun.image.lint.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.lint.Planted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCacheTest {
  private static final String SECRET = Planted.token("gh" + "p_", 36);

  @TempDir Path folder;
  private final AtomicInteger read = new AtomicInteger();

  @Test
  void whatIsUnchangedIsNotReadAgain() throws Exception {
    List<FileFacts> first = scan("shop", files(100, ""));
    assertEquals(100, read.getAndSet(0));
    assertEquals(10, first.stream().filter(f -> f.hits().size() == 1).count());
    assertEquals(first, scan("shop", files(100, "")));
    assertEquals(0, read.get());
    // One file changes, and one is new.
    List<ScanFile> changed = files(101, "");
    changed.set(7, file(7, "other"));
    assertEquals(101, scan("shop", changed).size());
    assertEquals(2, read.get());
  }

  @Test
  void whatOnlyReadingCanTellIsReadEachTime() throws Exception {
    ScanFile unknown = new ScanFile("/a", 1, "", () -> open("x"));
    scan("shop", List.of(unknown));
    scan("shop", List.of(unknown));
    assertEquals(2, read.get());
  }

  @Test
  void compiledFilesAreNotOpened() throws Exception {
    List<ScanFile> files =
        List.of(
            new ScanFile("/app/classes/A.class", 1, "a", () -> open(SECRET)),
            new ScanFile("/app/libs/a.jar", 1, "b", () -> open(SECRET)),
            new ScanFile("/app/a.txt", 1, "c", () -> open(SECRET)));
    List<FileFacts> facts = scan("shop", files);
    assertEquals(1, read.get());
    assertEquals(List.of(FileFacts.NONE, FileFacts.NONE), facts.subList(0, 2));
    assertEquals(1, facts.get(2).hits().size());
  }

  @Test
  void whatCannotBeReadIsNotRemembered() throws Exception {
    ScanFile broken =
        new ScanFile(
            "/a",
            1,
            "id",
            () -> {
              throw new IOException("gone");
            });
    assertEquals(List.of(FileFacts.NONE), scan("shop", List.of(broken)));
    assertEquals(
        1,
        scan("shop", List.of(new ScanFile("/a", 1, "id", () -> open(SECRET))))
            .get(0)
            .hits()
            .size());
  }

  @Test
  void aDamagedFileIsAsGoodAsNone() throws Exception {
    scan("shop", files(20, ""));
    Path stored = stored().get(0);
    byte[] bytes = Files.readAllBytes(stored);
    for (int at : new int[] {0, 5, bytes.length / 2, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(stored, damaged);
      read.set(0);
      assertEquals(
          2, scan("shop", files(20, "")).stream().filter(f -> f != FileFacts.NONE).count());
      assertEquals(20, read.get());
    }
    Files.write(stored, new byte[3]);
    assertEquals(20, scan("shop", files(20, "")).size());
  }

  @Test
  void factsComeBackAsTheyWere() throws Exception {
    FileFacts facts =
        new FileFacts(
            List.of(new Hit(SecretKind.PASSWORD_IN_URL, 70000), new Hit(SecretKind.NPM_TOKEN, 1)),
            Elf.parse(Planted.elf(183, "/lib/ld.so"), 256),
            true);
    assertTrue(facts.elf().isPresent());
    Map<String, FileFacts> all = Map.of("a", facts, "b", FileFacts.NONE);
    assertEquals(all, FactsFile.read(FactsFile.write(all)).orElseThrow());
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws Exception {
    LintCache small = new LintCache(folder, 3, 1 << 20);
    for (int i = 0; i < 3; i++) {
      new FileScans(small, "s" + i).scan(files(1, "s" + i));
      for (Path path : stored()) {
        // Older than all that follows.
        Files.setLastModifiedTime(
            path, FileTime.fromMillis(Files.getLastModifiedTime(path).toMillis() - 10_000));
      }
    }
    new FileScans(small, "s0").scan(files(1, "s0"));
    new FileScans(small, "s3").scan(files(1, "s3"));
    assertEquals(3, stored().size());
    read.set(0);
    new FileScans(small, "s0").scan(files(1, "s0"));
    assertEquals(0, read.get());
    new FileScans(small, "s1").scan(files(1, "s1"));
    assertEquals(1, read.get());
    new FileScans(new LintCache(folder, 100, 10), "big").scan(files(1, "big"));
    assertEquals(0, stored().size());
  }

  @Test
  void manyBuildsAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<FileFacts>>> builds = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        // Each with a cache of its own, as in JVMs of their own.
        String subject = "job" + i % 3;
        builds.add(
            pool.submit(
                () -> new FileScans(new LintCache(folder), subject).scan(files(50, subject))));
      }
      for (Future<List<FileFacts>> build : builds) {
        assertEquals(5, build.get().stream().filter(f -> f.hits().size() == 1).count());
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals(3, stored().size());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(3, left.count());
    }
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> scan("shop", files(2, "")));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> scan("shop", files(2000, "")));
    assertEquals(List.of(), stored());
  }

  @Test
  void ofFilesOnDiskEachChangeIsSeen() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    assertEquals("", ScanFile.of("a", file).orElseThrow().identity(), "just written");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    long deadline = System.nanoTime() + 5_000_000_000L;
    String before = "";
    while (before.isEmpty() && System.nanoTime() < deadline) {
      before = ScanFile.of("a", file).orElseThrow().identity();
      Thread.onSpinWait();
    }
    assertTrue(before.contains(file.toString()), before);
    // Same size, same time of modification: the inode's own time gives it away.
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    String after = "";
    while (after.isEmpty() && System.nanoTime() < deadline) {
      after = ScanFile.of("a", file).orElseThrow().identity();
    }
    assertTrue(!after.isEmpty() && !after.equals(before), after);
  }

  private List<FileFacts> scan(String subject, List<ScanFile> files) throws Exception {
    return new FileScans(new LintCache(folder), subject).scan(files);
  }

  /** Each tenth file holds a secret. */
  private List<ScanFile> files(int count, String mark) {
    List<ScanFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(file(i, mark));
    }
    return files;
  }

  private ScanFile file(int i, String mark) {
    String text = i % 10 == 0 ? SECRET : "nothing";
    return new ScanFile("/f" + i, text.length(), "id" + i + mark, () -> open(text));
  }

  private ByteArrayInputStream open(String text) {
    read.incrementAndGet();
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".facts")).toList();
    }
  }
}
