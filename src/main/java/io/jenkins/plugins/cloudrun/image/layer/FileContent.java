package io.jenkins.plugins.cloudrun.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of any file system, as it was when this was made.
 *
 * @param size bytes
 * @param identity as {@link FileStatus} finds it
 * @param isSettled whether it had not changed for some seconds
 */
public record FileContent(Path path, long size, String identity, boolean isSettled)
    implements Content {

  /**
   * What is at a path now; a symbolic link is followed.
   *
   * @throws IOException if there is nothing, or no file
   */
  public static FileContent of(Path path) throws IOException {
    FileStatus status = new FileStatuses().of(path.toRealPath());
    if (status.kind() != LayerEntry.Kind.FILE) {
      throw new IOException("'" + path + "' is no file");
    }
    return of(path, status);
  }

  static FileContent of(Path path, FileStatus status) {
    return new FileContent(path, status.size(), status.identity(), status.isSettled());
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(path);
  }
}
