package io.jenkins.plugins.cloudrun.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;

/**
 * A folder for the length of a block that nobody but the agent's account may read. Files appear
 * whole: tools read them at any time. Folders of blocks whose end nobody saw, as with a controller
 * that never came back, are removed by the next one beside them.
 */
public final class PrivateFiles extends MasterToSlaveFileCallable<Void> {
  private static final long serialVersionUID = 1L;

  /** Longer than any identity token lives. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final LinkedHashMap<String, String> contents;

  /**
   * @param contents by the files' names; empty to remove the folder with all that is in it
   */
  public PrivateFiles(Map<String, String> contents) {
    this.contents = new LinkedHashMap<>(contents);
  }

  @Override
  public Void invoke(File folder, VirtualChannel channel) throws IOException {
    if (contents.isEmpty()) {
      remove(folder.toPath());
    } else {
      write(folder.toPath());
    }
    return null;
  }

  private void write(Path folder) throws IOException {
    Path all = Files.createDirectories(folder.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder)) {
      removeForgotten(all);
      Files.createDirectory(folder, permissions(folder, "rwx------"));
    }
    for (Map.Entry<String, String> file : contents.entrySet()) {
      Path draft = folder.resolve(file.getKey() + ".new");
      Files.deleteIfExists(draft);
      Files.createFile(draft, permissions(folder, "rw-------"));
      Files.writeString(draft, file.getValue(), StandardCharsets.UTF_8);
      Files.move(
          draft,
          folder.resolve(file.getKey()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileAttribute<?>[] permissions(Path at, String allowed) {
    return at.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(allowed))
        }
        : new FileAttribute<?>[0];
  }

  private static void removeForgotten(Path all) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(FORGOTTEN));
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : folders.toList()) {
        try {
          if (Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
            remove(folder);
          }
        } catch (FileSystemException e) {
          // Somebody else's, or gone already: the block has its own.
          continue;
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder);
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(folder)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
