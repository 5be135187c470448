package io.jenkins.plugins.cloudrun.emulator.build;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks an archive into a folder and nowhere else: a gzipped tar, or a zip by its name. */
final class SourceArchive {
  private final Path root;

  /**
   * @param root an empty folder, as a real path
   */
  SourceArchive(Path root) {
    this.root = root;
  }

  /**
   * @param name of the archive
   * @throws IOException if it is none, or leaves the folder
   */
  void unpack(String name, InputStream archive) throws IOException {
    if (name.endsWith(".zip")) {
      try (ZipInputStream zip = new ZipInputStream(archive)) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          Path target = within(entry.getName());
          if (entry.isDirectory()) {
            Files.createDirectories(target);
          } else {
            Files.createDirectories(parent(target));
            Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
      return;
    }
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(archive), 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        take(tar, entry);
      }
    }
  }

  private void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    Path target = within(entry.getName());
    if (target.equals(root)) {
      return;
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      permit(target, entry.getMode() | 0700);
      return;
    }
    Files.createDirectories(parent(target));
    if (!parent(target).toRealPath().startsWith(root)) {
      throw new IOException("tar: " + entry.getName() + ": leads out of the folder");
    }
    if (entry.isSymbolicLink()) {
      Path to = parent(target).resolve(entry.getLinkName()).normalize();
      if (!to.startsWith(root)) {
        throw new IOException("tar: " + entry.getName() + ": link leads out of the folder");
      }
      Files.deleteIfExists(target);
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.copy(
          within(entry.getLinkName()).toRealPath(), target, StandardCopyOption.REPLACE_EXISTING);
    } else if (entry.isFile()) {
      Files.deleteIfExists(target);
      Files.copy(tar, target);
      permit(target, entry.getMode() | 0600);
    }
  }

  private static Path parent(Path path) {
    return java.util.Objects.requireNonNull(path.getParent());
  }

  private Path within(String name) throws IOException {
    Path path = root.resolve(name.replaceFirst("^/+", "")).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("tar: " + name + ": leads out of the folder");
    }
    return path;
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
}
