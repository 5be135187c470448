package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZUtils;

/** Tar archives, plain or compressed, told by their first bytes as Docker does. */
final class Archives {
  private static final int BUFFER = 1 << 16;
  private static final int BLOCK = 512;

  private Archives() {}

  private enum Compression {
    NONE,
    GZIP("1f8b08"),
    BZIP2("425a68"),
    XZ("fd377a585a00"),
    ZSTD("28b52ffd");

    private final String magic;

    Compression() {
      this("");
    }

    Compression(String magic) {
      this.magic = magic;
    }
  }

  /** Whether a file is a tar archive, once it is uncompressed. */
  static boolean isTar(Path file) throws IOException {
    Compression compression = compression(file);
    if (compression == Compression.ZSTD
        || (compression == Compression.XZ && !XZUtils.isXZCompressionAvailable())) {
      String name = String.valueOf(file.getFileName());
      if (name.contains(".tar") || name.endsWith(".txz") || name.endsWith(".tzst")) {
        throw new InvalidValueException(
            "the archive '"
                + name
                + "' is compressed with "
                + (compression == Compression.XZ ? "xz" : "zstd")
                + ", which cannot be unpacked here: use gzip or bzip2, or build with"
                + " builder: 'buildah', 'docker' or 'cloudbuild'.");
      }
      return false;
    }
    byte[] head;
    try (InputStream in = uncompressed(file, compression)) {
      head = in.readNBytes(BLOCK);
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      return false;
    }
    return head.length == BLOCK && head[0] != 0 && TarUtils.verifyCheckSum(head);
  }

  /** Opens an archive; reading ends soon after the thread was interrupted. */
  static TarArchiveInputStream open(Path file) throws IOException {
    return new TarArchiveInputStream(
        uncompressed(file, compression(file)), StandardCharsets.UTF_8.name());
  }

  private static InputStream uncompressed(Path file, Compression compression) throws IOException {
    InputStream raw = new Interruptible(Files.newInputStream(file));
    try {
      return switch (compression) {
        case NONE -> new BufferedInputStream(raw, BUFFER);
        case GZIP -> new GZIPInputStream(raw, BUFFER);
        case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(raw, BUFFER), true);
        case XZ -> {
          if (!XZUtils.isXZCompressionAvailable()) {
            throw new IOException("There is no decoder for xz here");
          }
          yield new XZCompressorInputStream(new BufferedInputStream(raw, BUFFER), true);
        }
        case ZSTD ->
            throw new InvalidValueException(
                "a layer of the base image is compressed with zstd, which cannot be read here: use"
                    + " another base, or build with builder: 'buildah', 'docker' or 'cloudbuild'.");
      };
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static Compression compression(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(6);
    }
    String hex = java.util.HexFormat.of().formatHex(head);
    for (Compression compression : Compression.values()) {
      if (!compression.magic.isEmpty() && hex.startsWith(compression.magic)) {
        return compression;
      }
    }
    return Compression.NONE;
  }

  /** Large entries are skipped for seconds: an abort must not wait for that. */
  private static final class Interruptible extends FilterInputStream {
    Interruptible(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("Interrupted while reading an archive");
      }
      return super.read(bytes, offset, length);
    }
  }
}
