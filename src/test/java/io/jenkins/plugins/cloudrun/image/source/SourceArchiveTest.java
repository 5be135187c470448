package io.jenkins.plugins.cloudrun.image.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jenkins.plugins.cloudrun.image.ignore.GcloudIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as archives. */
class SourceArchiveTest {
  @TempDir Path home;

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path sources(String name) throws IOException {
    Path folder = home.resolve(name);
    write(folder.resolve("b/run.sh"), "#!/bin/sh\n");
    write(folder.resolve("a.txt"), "a");
    write(folder.resolve("b/" + "long-name-".repeat(15) + "ü.txt"), "long");
    Files.createDirectories(folder.resolve("empty"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("b/run.sh"));
    Files.setPosixFilePermissions(
        folder.resolve("b/run.sh"), PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  private static Map<String, TarArchiveEntry> entries(Path archive) throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), entry);
      }
    }
    return entries;
  }

  @Test
  void keepsNamesModesLinksAndEmptyFolders() throws Exception {
    SourceArchive archive =
        SourceArchive.pack(sources("one"), IgnoreRules.NONE, home.resolve("one.tgz"));
    Map<String, TarArchiveEntry> entries = entries(archive.file());
    assertEquals(
        List.of(
            "a.txt", "b/", "b/" + "long-name-".repeat(15) + "ü.txt", "b/run.sh", "empty/", "link"),
        List.copyOf(entries.keySet()));
    assertEquals(0755, entries.get("b/run.sh").getMode() & 0777);
    assertEquals(0644, entries.get("a.txt").getMode() & 0777);
    assertEquals("b/run.sh", entries.get("link").getLinkName());
    assertTrue(entries.get("link").isSymbolicLink());
    assertEquals(4, archive.files());
    assertEquals(15, archive.content());
    byte[] bytes = Files.readAllBytes(archive.file());
    assertEquals(bytes.length, archive.bytes());
    assertEquals(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
        archive.sha256());
  }

  @Test
  void sameSourcesGiveTheSameBytesWhoeverPacksThemAndWhen() throws Exception {
    Path first = sources("first");
    Path second = sources("second");
    Files.setLastModifiedTime(second.resolve("a.txt"), FileTime.fromMillis(0));
    Files.setPosixFilePermissions(
        second.resolve("a.txt"), PosixFilePermissions.fromString("rw-rw-rw-"));
    SourceArchive one = SourceArchive.pack(first, IgnoreRules.NONE, home.resolve("1.tgz"));
    SourceArchive two = SourceArchive.pack(second, IgnoreRules.NONE, home.resolve("2.tgz"));
    assertEquals(one.sha256(), two.sha256());
    assertArrayEquals(Files.readAllBytes(one.file()), Files.readAllBytes(two.file()));
    Files.writeString(second.resolve("a.txt"), "b");
    assertTrue(
        !SourceArchive.pack(second, IgnoreRules.NONE, home.resolve("3.tgz"))
            .sha256()
            .equals(one.sha256()));
  }

  @Test
  void leavesOutWhatTheRulesSayAndCountsIt() throws Exception {
    Path folder = sources("ignored");
    write(folder.resolve(".gitignore"), "target/\n*.log\n");
    write(folder.resolve("target/classes/A.class"), "x");
    write(folder.resolve("build.log"), "x");
    write(folder.resolve(".git/HEAD"), "x");
    SourceArchive archive =
        SourceArchive.pack(folder, GcloudIgnore.read(folder), home.resolve("i.tgz"));
    assertTrue(
        entries(archive.file()).keySet().stream()
            .noneMatch(n -> n.contains("target") || n.contains("log") || n.contains(".git")),
        entries(archive.file()).keySet().toString());
    assertEquals(4, archive.leftOut());
    assertTrue(
        archive.summary().matches("Sources: 4 files, 15 B \\([0-9]+ B packed\\), without 4 .*"),
        archive.summary());
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    Path folder = home.resolve("big");
    write(folder.resolve("a"), "a");
    try (var file = new java.io.RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
      file.setLength(8L << 30);
    }
    Thread packing = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                Thread.sleep(300);
                packing.interrupt();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    interrupter.start();
    long begun = System.nanoTime();
    assertThrows(
        InterruptedException.class,
        () -> SourceArchive.pack(folder, IgnoreRules.NONE, home.resolve("big.tgz")));
    assertTrue(System.nanoTime() - begun < 2_000_000_000L);
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() throws Exception {
    Path folder = home.resolve("closed");
    write(folder.resolve("key"), "x");
    Files.setPosixFilePermissions(
        folder.resolve("key"), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(folder.resolve("key")), "root reads everything");
    InvalidValueException e =
        assertThrows(
            InvalidValueException.class,
            () -> SourceArchive.pack(folder, IgnoreRules.NONE, home.resolve("c.tgz")));
    assertTrue(e.getMessage().contains("key cannot be read"), e.getMessage());
  }
}
