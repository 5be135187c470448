package io.jenkins.plugins.cloudrun.emulator.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * A layer of an image with a Java runtime: a compressed tar that is the same for the same files,
 * whoever has made them and when.
 */
final class RuntimeLayer {
  private final TarArchiveOutputStream tar;

  private RuntimeLayer(TarArchiveOutputStream tar) {
    this.tar = tar;
  }

  /**
   * Writes a layer.
   *
   * @param runtime the folder of the runtime
   * @param place where it is in the image, such as {@code opt/java}
   * @param file that is written
   * @return the digest of the tar before it is compressed, {@code sha256:...}
   */
  static String write(Path runtime, String place, Path file) throws IOException {
    GzipParameters fast = new GzipParameters();
    fast.setCompressionLevel(Deflater.BEST_SPEED);
    MessageDigest sha256 = sha256();
    try (OutputStream out = Files.newOutputStream(file);
        GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(out, fast);
        DigestOutputStream digest = new DigestOutputStream(gzip, sha256);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(digest, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      RuntimeLayer layer = new RuntimeLayer(tar);
      layer.folders(place);
      layer.runtime(runtime, place);
      // Java and much else expects it, and nothing below this layer has it.
      layer.folder("tmp", 01777);
    }
    return "sha256:" + HexFormat.of().formatHex(sha256.digest());
  }

  private void folders(String place) throws IOException {
    for (int slash = place.indexOf('/'); slash > 0; slash = place.indexOf('/', slash + 1)) {
      folder(place.substring(0, slash), 0755);
    }
  }

  private void runtime(Path runtime, String place) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.walk(runtime)) {
      paths = found.sorted().toList();
    }
    for (Path path : paths) {
      String inside = runtime.relativize(path).toString().replace('\\', '/');
      String name = inside.isEmpty() ? place : place + "/" + inside;
      if (Files.isSymbolicLink(path)) {
        TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        link.setLinkName(Files.readSymbolicLink(path).toString());
        put(link, 0777);
      } else if (Files.isDirectory(path)) {
        folder(name, 0755);
      } else {
        file(path, name);
      }
    }
  }

  private void folder(String name, int mode) throws IOException {
    put(new TarArchiveEntry(name + "/"), mode);
  }

  private void file(Path path, String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(Files.size(path));
    fixed(entry, Files.isExecutable(path) ? 0755 : 0644);
    tar.putArchiveEntry(entry);
    Files.copy(path, tar);
    tar.closeArchiveEntry();
  }

  private void put(TarArchiveEntry entry, int mode) throws IOException {
    fixed(entry, mode);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void fixed(TarArchiveEntry entry, int mode) {
    entry.setMode(mode);
    entry.setModTime(0L);
    entry.setIds(0, 0);
    entry.setNames("", "");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
