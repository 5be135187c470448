package io.jenkins.plugins.cloudrun.image.source;

import io.jenkins.plugins.cloudrun.image.ignore.ContextWalk;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A folder of sources as one {@code .tgz}. The same sources give the same bytes, whoever packs them
 * and when, so that the archive can be named by its content: entries are sorted, owners and times
 * are left out, and of the modes only the bit that says "executable" is kept.
 *
 * @param file where it lies
 * @param sha256 of its bytes, in hexadecimal
 * @param crc32c of its bytes, as Cloud Storage counts it
 * @param bytes compressed
 * @param files in it, links included
 * @param content of the files together, in bytes
 * @param leftOut files and folders that the rules left out; what is in such a folder is not counted
 */
public record SourceArchive(
    Path file, String sha256, int crc32c, long bytes, int files, long content, int leftOut) {
  /**
   * One time for all: the first that ZIP knows too, because tools that pack sources again want
   * that.
   */
  private static final Date TIME = new Date(315532800000L);

  /**
   * Packs {@code folder}; memory does not grow with it.
   *
   * @param target is written anew
   * @throws InvalidValueException when a file cannot be read, or changes meanwhile
   */
  public static SourceArchive pack(Path folder, IgnoreRules rules, Path target)
      throws IOException, InterruptedException {
    try (Digesting digesting = new Digesting(Files.newOutputStream(target))) {
      Packer packer;
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(new GZIPOutputStream(digesting, 64 * 1024), "UTF-8")) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        packer = new Packer(tar, rules);
        ContextWalk.of(folder, packer, packer);
      } catch (AccessDeniedException e) {
        throw new InvalidValueException(
            "The source file "
                + e.getFile()
                + " cannot be read: give the agent's user the right to, or leave it out in"
                + " .gcloudignore.");
      }
      return new SourceArchive(
          target,
          HexFormat.of().formatHex(digesting.sha256.digest()),
          (int) digesting.crc32c.getValue(),
          digesting.bytes,
          packer.files,
          packer.content,
          packer.leftOut);
    }
  }

  /** One line for the log. */
  public String summary() {
    return "Sources: "
        + String.format(Locale.ROOT, "%,d", files)
        + (files == 1 ? " file, " : " files, ")
        + size(content)
        + " ("
        + size(bytes)
        + " packed)"
        + (leftOut == 0
            ? ""
            : ", without "
                + String.format(Locale.ROOT, "%,d", leftOut)
                + " ignored "
                + (leftOut == 1 ? "file or folder" : "files and folders"));
  }

  private static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  /** Puts what stays into the archive, and counts what does not. */
  private static final class Packer implements ContextWalk.Visitor, IgnoreRules {
    private final TarArchiveOutputStream tar;
    private final IgnoreRules rules;
    private final byte[] buffer = new byte[64 * 1024];
    private int files;
    private long content;
    private int leftOut;

    Packer(TarArchiveOutputStream tar, IgnoreRules rules) {
      this.tar = tar;
      this.rules = rules;
    }

    @Override
    public boolean ignores(String path, boolean folder) throws IOException {
      boolean ignored = rules.ignores(path, folder);
      leftOut += ignored ? 1 : 0;
      return ignored;
    }

    @Override
    public boolean prunes(String folder) throws IOException {
      return rules.prunes(folder);
    }

    @Override
    public void visit(String path, Path file, BasicFileAttributes attributes)
        throws IOException, InterruptedException {
      if (attributes.isDirectory()) {
        put(new TarArchiveEntry(path + "/"), 0755, 0);
        tar.closeArchiveEntry();
      } else if (attributes.isSymbolicLink()) {
        TarArchiveEntry link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        link.setLinkName(Files.readSymbolicLink(file).toString().replace('\\', '/'));
        put(link, 0777, 0);
        tar.closeArchiveEntry();
        files++;
      } else if (attributes.isRegularFile()) {
        file(file, path, attributes);
      } else {
        // A socket or a pipe is no source.
        leftOut++;
      }
    }

    private void file(Path file, String path, BasicFileAttributes attributes)
        throws IOException, InterruptedException {
      put(new TarArchiveEntry(path), executable(file) ? 0755 : 0644, attributes.size());
      long left = attributes.size();
      try (InputStream in = Files.newInputStream(file)) {
        while (left > 0) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (read < 0) {
            throw changed(path);
          }
          tar.write(buffer, 0, read);
          left -= read;
        }
        if (in.read() >= 0) {
          throw changed(path);
        }
      }
      tar.closeArchiveEntry();
      files++;
      content += attributes.size();
    }

    private void put(TarArchiveEntry entry, int mode, long size) throws IOException {
      entry.setMode(mode);
      entry.setSize(size);
      entry.setModTime(TIME);
      entry.setIds(0, 0);
      entry.setNames("root", "root");
      tar.putArchiveEntry(entry);
    }

    /** Where files have no modes, a script must still be able to run after it was unpacked. */
    private static boolean executable(Path file) throws IOException {
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      return view == null
          || view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static InvalidValueException changed(String path) {
      return new InvalidValueException(
          "The source file "
              + path
              + " changed while it was packed: let nothing write to the sources meanwhile, or leave"
              + " the file out in .gcloudignore.");
    }
  }

  /** Counts and digests what passes. */
  private static final class Digesting extends OutputStream {
    private final OutputStream out;
    private final MessageDigest sha256 = Sha256.hasher();
    private final CRC32C crc32c = new CRC32C();
    private long bytes;

    Digesting(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      out.write(some, from, length);
      sha256.update(some, from, length);
      crc32c.update(some, from, length);
      bytes += length;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
