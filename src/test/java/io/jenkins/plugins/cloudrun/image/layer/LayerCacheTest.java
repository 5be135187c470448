package io.jenkins.plugins.cloudrun.image.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry.Kind;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known again, and what is never mistaken for something else. */
class LayerCacheTest {
  @TempDir Path temp;
  private Path folder = Path.of("");

  @BeforeEach
  void setFolder() {
    folder = temp.resolve("cache");
  }

  @Test
  void anUnchangedLayerIsKnownWithoutAFileBeingRead() throws Exception {
    Counted content = new Counted("content", "place 1", true);
    LayerBlob first = build(layer(content));
    assertEquals(1, content.opened());
    assertEquals(first.digest(), build(layer(content)).digest());
    assertEquals(1, content.opened());
  }

  @Test
  void otherWordsOfAnEntryMakeAnotherLayer() throws Exception {
    Counted content = new Counted("content", "place 1", true);
    LayerEntry usual = entry("/f", 0644, content);
    LayerBlob first = build(new EntriesLayer("a", List.of(usual)));
    LayerBlob mode = build(new EntriesLayer("a", List.of(entry("/f", 0755, content))));
    LayerBlob path = build(new EntriesLayer("a", List.of(entry("/g", 0644, content))));
    assertEquals(3, Stream.of(first, mode, path).map(LayerBlob::diffId).distinct().count());
    // The name of a layer is for people.
    assertEquals(first.digest(), build(new EntriesLayer("b", List.of(usual))).digest());
  }

  @Test
  void freshlyWrittenFilesWithTheSameBytesNeedNoCompression() throws Exception {
    LayerBlob first = build(layer(new Counted("same", "place 1", true)));
    Counted moved = new Counted("same", "place 2", true);
    assertEquals(first.digest(), build(layer(moved)).digest());
    assertEquals(1, moved.opened(), "hashed, and known by that: compressing reads it once more");
    assertEquals(first.digest(), build(layer(moved)).digest());
    assertEquals(1, moved.opened(), "from now on it is known by sight");
  }

  @Test
  void whatHasNotSettledIsReadUntilItHas() throws Exception {
    Counted young = new Counted("text", "place", false);
    LayerBlob first = build(layer(young));
    Counted changed = new Counted("TEXT", "place", false);
    LayerBlob second = build(layer(changed));
    assertNotEquals(first.diffId(), second.diffId());
    Counted settled = new Counted("TEXT", "place", true);
    assertEquals(second.digest(), build(layer(settled)).digest());
    assertEquals(1, settled.opened(), "what was seen young is not believed");
    assertEquals(second.digest(), build(layer(settled)).digest());
    assertEquals(1, settled.opened());
  }

  @Test
  void aChangeWithinOneTickOfTheClockGivesANewDigest() throws Exception {
    Path file = Files.writeString(temp.resolve("f"), "before");
    FileTime time = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Set<ImageDigest> found = new HashSet<>();
    int rounds = 40;
    for (int i = 10; i < 10 + rounds; i++) {
      // Same inode, size and modification time, and sometimes the same tick of the clock.
      Files.writeString(file, "text " + i);
      Files.setLastModifiedTime(file, time);
      found.add(build(layer(file)).diffId());
    }
    assertEquals(rounds, found.size());
  }

  @Test
  void entriesOfAJarAreKnownByTheJar() throws Exception {
    Path jar = temp.resolve("app.jar");
    writeJar(jar, "one");
    LayerBlob first = buildFromJar(jar);
    assertEquals(first.digest(), buildFromJar(jar).digest());
    long records = count("records");
    assertEquals(first.digest(), buildFromJar(jar).digest());
    assertEquals(records, count("records"));
    writeJar(jar, "one");
    assertEquals(first.digest(), buildFromJar(jar).digest());
    writeJar(jar, "two");
    assertNotEquals(first.digest(), buildFromJar(jar).digest());
  }

  @Test
  void symbolicLinksOfASourceStayLinks() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("../lib/target"));
    Path file = Files.writeString(temp.resolve("f"), "f");
    FileEntriesLayer layer =
        FileEntriesLayer.builder()
            .setName("links")
            .addEntry(link, AbsoluteUnixPath.get("/app/link"))
            .addEntry(file, AbsoluteUnixPath.get("/app/f"))
            .build();
    try (LayerCache.Session session = cache().open()) {
      Map<String, String> found = TarListing.of(session.layer(layer).file());
      assertTrue(found.get("app/link").startsWith("l 777 0:0 (:) 1000 ../lib/target 0 "));
      assertTrue(found.get("app/f").startsWith("- 644 "));
    }
  }

  @Test
  void aTruncatedBlobIsNotBelieved() throws Exception {
    Counted content = new Counted("content".repeat(1000), "place", true);
    LayerBlob first = build(layer(content));
    Path blob;
    try (Stream<Path> blobs = Files.list(folder.resolve("blobs"))) {
      blob = blobs.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(blob);
    Files.write(blob, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    try (LayerCache.Session session = cache().open()) {
      LayerBlob again = session.layer(layer(content));
      assertEquals(first.digest(), again.digest());
      try (InputStream in = Files.newInputStream(again.file())) {
        assertEquals(first.digest().value(), "sha256:" + TarListing.hash(in));
      }
    }
  }

  @Test
  void aForgottenBlobIsMadeAgain() throws Exception {
    Counted content = new Counted("content", "place", true);
    try (LayerCache.Session session = cache().open()) {
      LayerBlob blob = session.layer(layer(content));
      session.forget(blob.digest());
      assertTrue(Files.exists(blob.file()), "this build goes on with what it has");
    }
    build(layer(content));
    assertTrue(content.opened() > 1);
    assertEquals(1, count("blobs"));
  }

  @Test
  void nonsenseInARecordIsNoRecord() throws Exception {
    Counted content = new Counted("content", "place", true);
    LayerBlob first = build(layer(content));
    try (Stream<Path> records = Files.list(folder.resolve("records"))) {
      for (Path record : records.toList()) {
        String text = Files.readString(record);
        Files.writeString(record, text.substring(0, text.length() / 2));
      }
    }
    assertEquals(first.digest(), build(layer(content)).digest());
    assertTrue(content.opened() > 1);
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Path missing = temp.resolve("missing.jar");
    FileEntriesLayer layer = layer(missing);
    try (LayerCache.Session session = cache().open()) {
      IOException e = assertThrows(IOException.class, () -> session.layer(layer));
      assertTrue(e.getMessage().endsWith("missing.jar' was to go into a layer and is not there"));
    }
  }

  @Test
  void aFileThatChangesWhileItIsReadIsAnErrorAndNoLayer() throws Exception {
    Content grows = new Counted("longer than it said", "place", true).claiming(3);
    Content shrinks = new Counted("short", "place", true).claiming(300);
    Content fails =
        new Counted("x", "place", true) {
          @Override
          public InputStream open() throws IOException {
            throw new FileNotFoundException("gone");
          }
        };
    for (Content content : List.of(grows, shrinks, fails)) {
      try (LayerCache.Session session = cache().open()) {
        EntriesLayer layer = new EntriesLayer("l", List.of(entry("/app/file", 0644, content)));
        IOException e = assertThrows(IOException.class, () -> session.layer(layer));
        assertTrue(e.getMessage().startsWith("'/app/file' could not be read"), e.getMessage());
      }
    }
    assertEquals(0, count("blobs"));
    assertEquals(0, count("records"));
    assertEquals(0, count("sessions"));
  }

  @Test
  void aSessionLeavesNothingBehindButBlobsAndRecords() throws Exception {
    build(layer(new Counted("content", "place", true)));
    assertEquals(1, count("blobs"));
    assertEquals(0, count("sessions"));
    assertFalse(Files.exists(folder.resolve("lock")));
  }

  private LayerCache cache() throws IOException {
    return new LayerCache(folder, LayerCache.USUAL_LIMIT);
  }

  private LayerBlob build(com.google.cloud.tools.jib.api.buildplan.LayerObject layer)
      throws Exception {
    try (LayerCache.Session session = cache().open()) {
      return session.layer(layer);
    }
  }

  private LayerBlob buildFromJar(Path jar) throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      return build(layer(zip.getPath("/classes/A.class")));
    }
  }

  private static void writeJar(Path jar, String text) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("classes/A.class"));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private long count(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.count();
    }
  }

  private static FileEntriesLayer layer(Path file) {
    return FileEntriesLayer.builder()
        .setName("files")
        .addEntry(
            new FileEntry(
                file,
                AbsoluteUnixPath.get("/app/f"),
                FilePermissions.fromOctalString("644"),
                FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
                ""))
        .build();
  }

  private static EntriesLayer layer(Content content) {
    return new EntriesLayer("layer", List.of(entry("/app/f", 0644, content)));
  }

  private static LayerEntry entry(String path, int mode, Content content) {
    return new LayerEntry(
        path,
        Kind.FILE,
        mode,
        0,
        0,
        "",
        "",
        FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
        Optional.of(content),
        "",
        Map.of());
  }
}
