package io.jenkins.plugins.cloudrun.image.lint.scan;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;

/**
 * A file that may be looked into.
 *
 * @param path with '/': in the image, or relative to the context
 * @param size bytes
 * @param identity differs whenever the bytes may differ; empty if only reading can tell, then
 *     nothing is remembered of it
 */
public record ScanFile(String path, long size, String identity, Opening opening) {
  /**
   * A file written within this time before it is looked at could be written again with the same
   * time stamp: clocks of file systems tick every few milliseconds.
   */
  private static final long FRESH_MILLIS = 100;

  /** How the bytes are read. */
  @FunctionalInterface
  public interface Opening {
    InputStream open() throws IOException;
  }

  /** A file of a layer. */
  public static ScanFile of(String path, Content content) {
    return new ScanFile(path, content.size(), content.identity(), content::open);
  }

  /**
   * A file on disk, links followed; empty if it is no regular file.
   *
   * @throws IOException if it is not there
   */
  public static Optional<ScanFile> of(String path, Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
      return basic.isRegularFile()
          ? Optional.of(
              of(
                  path,
                  file,
                  basic.size(),
                  basic.lastModifiedTime(),
                  basic.creationTime() + " " + basic.lastModifiedTime()))
          : Optional.empty();
    }
    Map<String, Object> unix =
        Files.readAttributes(
            file, "unix:isRegularFile,size,lastModifiedTime,ctime,ino,dev", new LinkOption[0]);
    if (!Boolean.TRUE.equals(unix.get("isRegularFile"))) {
      return Optional.empty();
    }
    FileTime changed = (FileTime) unix.get("ctime");
    String times = unix.get("lastModifiedTime") + " " + changed;
    return Optional.of(
        of(
            path,
            file,
            (Long) unix.get("size"),
            changed,
            times + " " + unix.get("dev") + " " + unix.get("ino")));
  }

  private static ScanFile of(String path, Path file, long size, FileTime changed, String state) {
    boolean fresh = System.currentTimeMillis() - changed.toMillis() < FRESH_MILLIS;
    String identity = fresh ? "" : file + " " + size + " " + state;
    return new ScanFile(path, size, identity, () -> Files.newInputStream(file));
  }
}
