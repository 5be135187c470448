package io.jenkins.plugins.cloudrun.image.layer;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Looks files up, each archive once. Made for one layer at one time, then dropped.
 *
 * <p>A change that follows another within one tick of the clock leaves the times as they are: files
 * that changed just now are not settled. On Unix the identity of a file holds the time of its last
 * change of status (ctime), which nobody can set: unlike the modification time it tells even a file
 * whose old time was restored.
 */
final class FileStatuses {
  private static final int TYPE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;
  private static final Duration TICK = Duration.ofSeconds(2);
  private static final String UNIX = "unix:mode,size,lastModifiedTime,ctime,ino,dev";

  // Taken before any file is looked at.
  private final Instant start = Instant.now();
  private final Map<FileSystem, String> archives = new HashMap<>();
  private final Map<FileSystem, Boolean> unix = new HashMap<>();

  /** The path itself: a symbolic link is not followed. */
  FileStatus of(Path path) throws IOException {
    FileSystem system = path.getFileSystem();
    if (unix.computeIfAbsent(system, s -> s.supportedFileAttributeViews().contains("unix"))) {
      return unix(path);
    }
    return system.supportedFileAttributeViews().contains("zip") ? inZip(path) : basic(path);
  }

  private FileStatus unix(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) value(found, "mode") & TYPE;
    long size = (Long) value(found, "size");
    FileTime ctime = (FileTime) value(found, "ctime");
    String identity =
        path.toAbsolutePath()
            + "|"
            + size
            + '|'
            + nanos((FileTime) value(found, "lastModifiedTime"))
            + '|'
            + nanos(ctime)
            + '|'
            + found.get("dev")
            + '|'
            + found.get("ino");
    return new FileStatus(
        kind(path, mode == FILE, mode == FOLDER, mode == LINK),
        size,
        identity,
        isSettled(ctime.toInstant()));
  }

  /** A number: a time as people read it takes longer to write than the file takes to look at. */
  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  private FileStatus basic(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Instant changed = found.lastModifiedTime().toInstant();
    String identity =
        String.join(
            "|",
            path.toAbsolutePath().toString(),
            Long.toString(found.size()),
            changed.toString(),
            found.creationTime().toInstant().toString(),
            String.valueOf(found.fileKey()));
    return new FileStatus(kind(path, found), found.size(), identity, isSettled(changed));
  }

  /** The archive's directory holds the checksum (CRC-32) of each entry's bytes. */
  private FileStatus inZip(Path path) throws IOException {
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    if (found.isDirectory()) {
      return new FileStatus(LayerEntry.Kind.FOLDER, 0, "", true);
    }
    String archive = archive(path);
    Object crc = Files.readAttributes(path, "zip:crc").get("crc");
    String identity =
        archive.isEmpty() || crc == null
            ? ""
            : String.join(
                "|",
                archive,
                path.toAbsolutePath().toString(),
                Long.toString(found.size()),
                crc.toString());
    return new FileStatus(kind(path, found), found.size(), identity, true);
  }

  private String archive(Path path) throws IOException {
    FileSystem system = path.getFileSystem();
    String known = archives.get(system);
    if (known != null) {
      return known;
    }
    // The zip file system gives its archive's path as its text. An archive inside another one, or
    // in memory, is no file: what it holds is then read.
    boolean isOnDisk = path.toUri().toString().startsWith("jar:file:");
    String identity = isOnDisk ? of(Path.of(system.toString()).toRealPath()).identity() : "";
    archives.put(system, identity);
    return identity;
  }

  /** Clocks of file systems tick in steps of up to two seconds (FAT). */
  private boolean isSettled(Instant changed) {
    return changed.isBefore(start.minus(TICK));
  }

  private static LayerEntry.Kind kind(Path path, BasicFileAttributes found) throws IOException {
    return kind(path, found.isRegularFile(), found.isDirectory(), found.isSymbolicLink());
  }

  private static LayerEntry.Kind kind(Path path, boolean file, boolean folder, boolean link)
      throws IOException {
    if (file) {
      return LayerEntry.Kind.FILE;
    }
    if (folder) {
      return LayerEntry.Kind.FOLDER;
    }
    if (link) {
      return LayerEntry.Kind.SYMBOLIC_LINK;
    }
    throw new IOException(
        "'" + path + "' is neither file, folder nor symbolic link: a layer cannot hold it");
  }

  private static Object value(Map<String, Object> found, String name) throws IOException {
    Object value = found.get(name);
    if (value == null) {
      throw new IOException("the file system does not give '" + name + "'");
    }
    return value;
  }
}
