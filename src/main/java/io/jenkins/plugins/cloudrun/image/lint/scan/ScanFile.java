package io.jenkins.plugins.cloudrun.image.lint.scan;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
    String identity = content.isSettled() ? content.identity() : "";
    return new ScanFile(path, content.size(), identity, content::open);
  }

  /**
   * A file on disk, links followed; empty if it is no regular file.
   *
   * @throws IOException if it is not there
   */
  public static Optional<ScanFile> of(String path, Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      // In archives, too: recipes name what is in a jar by its path there.
      if (Files.isDirectory(file)) {
        return Optional.empty();
      }
      return Optional.of(of(path, FileContent.of(file)));
    }
    Map<String, Object> unix =
        Files.readAttributes(file, "unix:isRegularFile,size,lastModifiedTime,ctime,ino,dev");
    if (!Boolean.TRUE.equals(unix.get("isRegularFile"))) {
      return Optional.empty();
    }
    long size = (Long) Objects.requireNonNull(unix.get("size"));
    FileTime changed = (FileTime) Objects.requireNonNull(unix.get("ctime"));
    boolean fresh = System.currentTimeMillis() - changed.toMillis() < FRESH_MILLIS;
    String identity =
        fresh
            ? ""
            : String.join(
                "|",
                file.toAbsolutePath().toString(),
                Long.toString(size),
                Long.toString(nanos(unix.get("lastModifiedTime"))),
                Long.toString(nanos(changed)),
                String.valueOf(unix.get("dev")),
                String.valueOf(unix.get("ino")));
    return Optional.of(new ScanFile(path, size, identity, () -> Files.newInputStream(file)));
  }

  /** A number: a time as people read it takes longer to write than the file takes to look at. */
  private static long nanos(@Nullable Object time) {
    return time instanceof FileTime given ? given.to(TimeUnit.NANOSECONDS) : 0;
  }
}
