package io.jenkins.plugins.cloudrun.emulator.container;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Applies an image's layers to a folder, one after another, whiteouts included. */
final class Layers {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final Path root;
  private final Set<Path> hostPaths;

  /**
   * @param root an existing folder, as a real path
   * @param hostPaths where absolute links may lead out of the root
   */
  Layers(Path root, Set<Path> hostPaths) {
    this.root = root;
    this.hostPaths = hostPaths;
  }

  /** Applies a layer: a tar, gzipped or not. */
  void apply(InputStream layer) throws IOException {
    try (BufferedInputStream raw = new BufferedInputStream(layer);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        apply(tar, entry);
      }
    }
  }

  private static InputStream plain(BufferedInputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private void apply(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    Path target = within(entry.getName());
    if (target.equals(root)) {
      return;
    }
    String name = String.valueOf(target.getFileName());
    Path parent = folder(String.valueOf(root.relativize(target).getParent()), target);
    target = parent.resolve(name);
    if (name.equals(OPAQUE)) {
      try (Stream<Path> children = Files.list(parent)) {
        for (Path child : children.toList()) {
          delete(child);
        }
      }
    } else if (name.startsWith(WHITEOUT)) {
      delete(parent.resolve(name.substring(WHITEOUT.length())));
    } else if (entry.isDirectory()) {
      if (!Files.isDirectory(target)) {
        delete(target);
        Files.createDirectory(target);
      }
      permit(target, entry.getMode() | 0700);
    } else if (entry.isSymbolicLink()) {
      delete(target);
      Files.createSymbolicLink(target, link(entry.getLinkName()));
    } else if (entry.isLink()) {
      delete(target);
      Files.copy(within(entry.getLinkName()), target, LinkOption.NOFOLLOW_LINKS);
    } else if (entry.isFile()) {
      delete(target);
      Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
      permit(target, entry.getMode() | 0600);
    }
  }

  /** The folder of an entry, made if needed; it must not be led out of the root by links. */
  private Path folder(String relative, Path target) throws IOException {
    Path parent = relative.equals("null") ? root : root.resolve(relative);
    Files.createDirectories(Files.exists(parent) ? parent.toRealPath() : parent);
    Path real = parent.toRealPath();
    if (!real.startsWith(root)) {
      throw new IOException("The layer's entry " + root.relativize(target) + " leaves the image.");
    }
    return real;
  }

  private Path within(String name) throws IOException {
    Path path = root.resolve(name.replaceFirst("^/+", "")).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("The layer's entry " + name + " leaves the image.");
    }
    return path;
  }

  private Path link(String target) throws IOException {
    Path path = Path.of(target);
    if (!path.isAbsolute() || hostPaths.stream().anyMatch(path::startsWith)) {
      return path;
    }
    return within(target);
  }

  private static void permit(Path path, int mode) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from owner read to others execute
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(path)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
