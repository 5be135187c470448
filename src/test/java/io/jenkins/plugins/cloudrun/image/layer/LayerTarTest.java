package io.jenkins.plugins.cloudrun.image.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.layer.LayerEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, read back by others. */
class LayerTarTest {
  private static final Instant TIME = Instant.ofEpochSecond(1);

  @TempDir Path temp;

  @Test
  void everyKindOfEntryIsReadBackByOthers() throws Exception {
    String deep = "/opt/" + "verylongname/".repeat(12) + "file-\u00e4\u6f22.txt";
    List<LayerEntry> entries =
        List.of(
            entry("/bin/run", Kind.FILE, 04755, bytes("#!"), ""),
            entry(
                "/bin/alias", Kind.SYMBOLIC_LINK, 0777, Optional.empty(), "../" + "x".repeat(150)),
            entry("/bin/second", Kind.HARD_LINK, 04755, Optional.empty(), "/bin/run"),
            entry("/tmp", Kind.FOLDER, 01777, Optional.empty(), ""),
            entry(deep, Kind.FILE, 0640, bytes("deep"), ""),
            new LayerEntry(
                "/big-owner",
                Kind.FILE,
                0600,
                4_000_000_000L,
                3_000_000_000L,
                "service",
                "a-name-of-a-group-that-is-longer-than-thirty-one-bytes",
                Instant.ofEpochSecond(1_700_000_000L, 123_000_000),
                bytes("b"),
                "",
                Map.of("user.note", "n\u00ff\u0001\n=")));
    Path gzip = blob(entries).file();

    Map<String, String> found = TarListing.of(gzip);
    assertEquals(
        List.of("bin/", "bin/run", "bin/alias", "bin/second", "tmp/"),
        found.keySet().stream().limit(5).toList());
    assertTrue(found.get("bin/").startsWith("d 755 0:0 (:) 1000 "), found::toString);
    assertTrue(found.get("bin/run").startsWith("- 4755 "), found::toString);
    assertTrue(found.get("bin/alias").contains("../" + "x".repeat(150)), found::toString);
    assertTrue(found.get("bin/second").startsWith("h 4755"), found::toString);
    assertTrue(found.get("bin/second").contains(" bin/run "), found::toString);
    assertTrue(found.get("tmp/").startsWith("d 1777 "), found::toString);
    assertTrue(found.containsKey(deep.substring(1)), found::toString);
    assertTrue(
        found
            .get("big-owner")
            .startsWith(
                "- 600 4000000000:3000000000"
                    + " (service:a-name-of-a-group-that-is-longer-than-thirty-one-bytes)"
                    + " 1700000000123 "),
        found::toString);

    // GNU tar has its own opinion of what a sound archive is.
    Process tar =
        new ProcessBuilder("tar", "--warning=all", "-tvzf", gzip.toString())
            .redirectErrorStream(true)
            .start();
    String listing = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, tar.waitFor(), listing);
    assertTrue(listing.contains("drwxrwxrwt"), listing);
    assertTrue(listing.contains("hrwsr-xr-x"), listing);
  }

  @Test
  void extendedAttributesKeepTheirBytes() throws Exception {
    String capability = "\u0001\u0000\u0000\u0002\u0080\u00ff\u0000\n";
    LayerEntry entry =
        new LayerEntry(
            "/ping",
            Kind.FILE,
            0755,
            0,
            0,
            "",
            "",
            TIME,
            bytes("x"),
            "",
            Map.of("security.capability", capability));
    byte[] tar;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(blob(List.of(entry)).file()))) {
      tar = in.readAllBytes();
    }
    String text = new String(tar, StandardCharsets.ISO_8859_1);
    String record = "SCHILY.xattr.security.capability=" + capability + "\n";
    String whole = (record.length() + 3) + " " + record;
    assertTrue(text.contains(whole), "the record is counted and written as bytes");
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      TarArchiveEntry read = in.getNextEntry();
      assertEquals("ping", read.getName());
      assertTrue(read.getExtraPaxHeaders().containsKey("SCHILY.xattr.security.capability"));
    }
  }

  @Test
  void anySizeComesBackByteForByte() throws Exception {
    Random random = new Random(7);
    int[] sizes = {0, 1, 511, 512, 513, Block.SIZE - 512, Block.SIZE, 3 * Block.SIZE + 777};
    for (int size : sizes) {
      for (boolean shrinks : new boolean[] {true, false}) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        if (shrinks) {
          for (int i = 0; i < size; i++) {
            content[i] = (byte) ('a' + (content[i] & 7));
          }
        }
        LayerBlob blob = blob(List.of(entry("/f", Kind.FILE, 0644, Optional.of(of(content)), "")));
        assertEquals(blob.size(), Files.size(blob.file()));
        try (InputStream in = Files.newInputStream(blob.file())) {
          assertEquals(blob.digest().value(), "sha256:" + TarListing.hash(in));
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(blob.file()))) {
          assertEquals(blob.diffId().value(), "sha256:" + TarListing.hash(in));
        }
        try (TarArchiveInputStream in =
            new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(blob.file())))) {
          in.getNextEntry();
          assertArrayEquals(content, in.readAllBytes());
        }
        if (size > Block.SIZE) {
          double ratio = blob.size() / (double) size;
          assertTrue(shrinks ? ratio < 0.5 : ratio < 1.001, () -> "ratio " + ratio);
        }
        Process gzip = new ProcessBuilder("gzip", "-t", blob.file().toString()).start();
        assertEquals(0, gzip.waitFor());
      }
    }
  }

  @Test
  void bytesDependOnTheContentAloneNotOnThreads() throws Exception {
    byte[] content = new byte[9 * Block.SIZE + 5];
    new Random(3).nextBytes(content);
    for (int i = 0; i < content.length / 2; i++) {
      content[i] &= 15;
    }
    List<LayerEntry> entries = List.of(entry("/f", Kind.FILE, 0644, Optional.of(of(content)), ""));
    byte[] first = {};
    for (int threads : new int[] {1, 2, 7}) {
      Path file = temp.resolve("threads-" + threads);
      try (Workers workers = new Workers(threads);
          GzipFile gzip = new GzipFile(file);
          TarPipe pipe = new TarPipe(workers, Optional.of(gzip), false)) {
        Tar.write(entries, pipe);
      }
      byte[] bytes = Files.readAllBytes(file);
      if (threads > 1) {
        assertArrayEquals(first, bytes);
      }
      first = bytes;
    }
  }

  @Test
  void aFullDiskIsNotTheFilesFault() throws Exception {
    byte[] noise = new byte[12 * Block.SIZE];
    new Random(5).nextBytes(noise);
    List<LayerEntry> entries = List.of(entry("/f", Kind.FILE, 0644, Optional.of(of(noise)), ""));
    OutputStream full =
        new OutputStream() {
          private int room = 3 * Block.SIZE;

          @Override
          public void write(int b) throws IOException {
            if (--room < 0) {
              throw new IOException("No space left on device");
            }
          }
        };
    try (Workers workers = new Workers(2);
        GzipFile gzip = new GzipFile(full)) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> {
                try (TarPipe pipe = new TarPipe(workers, Optional.of(gzip), false)) {
                  Tar.write(entries, pipe);
                }
              });
      assertTrue(e.getMessage().contains("No space left"), e.getMessage());
      assertTrue(e.getMessage().contains("layer cache"), e.getMessage());
    }
  }

  /** The file is deleted with the session, so it is copied. */
  private LayerBlob blob(List<LayerEntry> entries) throws Exception {
    LayerCache cache = new LayerCache(temp.resolve("cache"), LayerCache.USUAL_LIMIT);
    try (LayerCache.Session session = cache.open()) {
      LayerBlob blob = session.layer(new EntriesLayer("test", entries));
      Path copy = Files.createTempFile(temp, "blob", ".tar.gz");
      Files.write(copy, Files.readAllBytes(blob.file()));
      return new LayerBlob(blob.digest(), blob.size(), blob.diffId(), copy);
    }
  }

  private static LayerEntry entry(
      String path, Kind kind, int mode, Optional<Content> content, String target) {
    return new LayerEntry(path, kind, mode, 0, 0, "", "", TIME, content, target, Map.of());
  }

  private static Optional<Content> bytes(String text) {
    return Optional.of(of(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Content of(byte[] bytes) {
    return new Content() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() throws IOException {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public String identity() {
        return "";
      }
    };
  }
}
