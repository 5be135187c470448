package io.jenkins.plugins.cloudrun.image.layer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is in a compressed layer, read with other code than it was written with. */
public final class TarListing {
  private TarListing() {}

  /** Path to kind, mode, owner, time, link and hash of the content; in the order of the tar. */
  public static Map<String, String> of(Path gzip) throws IOException {
    try (InputStream file = Files.newInputStream(gzip)) {
      return of(new GZIPInputStream(file, 1 << 16));
    }
  }

  public static Map<String, String> of(InputStream tar) throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new BufferedInputStream(tar), "UTF-8")) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String before = all.put(entry.getName(), line(entry, in));
        if (before != null) {
          throw new AssertionError("twice: " + entry.getName());
        }
      }
    }
    return all;
  }

  private static String line(TarArchiveEntry entry, InputStream in) throws IOException {
    char kind =
        entry.isSymbolicLink() ? 'l' : entry.isLink() ? 'h' : entry.isDirectory() ? 'd' : '-';
    return String.format(
        Locale.ROOT,
        "%s %o %d:%d (%s:%s) %d %s %d %s",
        kind,
        entry.getMode() & 07777,
        entry.getLongUserId(),
        entry.getLongGroupId(),
        entry.getUserName(),
        entry.getGroupName(),
        entry.getLastModifiedTime().toMillis(),
        entry.getLinkName(),
        entry.getSize(),
        hash(in));
  }

  public static String hash(InputStream in) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, sha256).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(sha256.digest());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
