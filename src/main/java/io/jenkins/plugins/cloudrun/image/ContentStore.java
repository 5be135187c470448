package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Files by the SHA-256 of what is in them, each with the same fixed time.
 *
 * <p>Jib remembers a layer by the paths and modification times of its files, not by their content:
 * a file that changed under its old time would silently give the old layer, and one that was merely
 * written again would be compressed again. Files of this store cure both, and entries of a jar get
 * a path that jib can read. A copy also stays as it is while the build goes on around it.
 */
final class ContentStore {
  private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1));

  private final Path root;
  private final Path folder;

  ContentStore(Path root) throws IOException {
    this.root = Files.createDirectories(root);
    this.folder = Files.createDirectories(root.resolve("folder"));
    Files.setLastModifiedTime(folder, TIME);
  }

  /** Stands for every folder in an image: jib only asks whether it is one. */
  Path folder() {
    return folder;
  }

  Path keep(Path file) throws IOException {
    String hash;
    try (InputStream in = Files.newInputStream(file)) {
      hash = hash(in, OutputStream.nullOutputStream());
    }
    Path kept = at(hash);
    if (Files.exists(kept)) {
      return kept;
    }
    // The hash of what is copied decides: the file may have changed since.
    try (InputStream in = Files.newInputStream(file)) {
      return keep(in);
    }
  }

  Path keep(InputStream content) throws IOException {
    Path draft = Files.createTempFile(root, "draft", "");
    try {
      String hash;
      try (OutputStream out = Files.newOutputStream(draft)) {
        hash = hash(content, out);
      }
      Path kept = at(hash);
      if (!Files.exists(kept)) {
        Files.createDirectories(kept.getParent());
        Files.setLastModifiedTime(draft, TIME);
        move(draft, kept);
      }
      return kept;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Path at(String hash) {
    return root.resolve(hash.substring(0, 2)).resolve(hash);
  }

  private static void move(Path draft, Path kept) throws IOException {
    try {
      Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, kept, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String hash(InputStream in, OutputStream out) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, sha256).transferTo(out);
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
