package io.jenkins.plugins.cloudrun.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A folder whose files change all at once and stay changed: what is written goes to a draft, is
 * forced to the disk and gets its name, and then the folder is forced too. A crash leaves the old
 * file or the new one, never half of one.
 */
record Folder(Path path) {
  private static final Logger LOGGER = Logger.getLogger(Folder.class.getName());
  private static final String DRAFT = ".draft";

  Path file(String name) {
    return path.resolve(name);
  }

  /** Makes it, with those above it, if it is not there. */
  void make() throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Path above = path.getParent();
    if (above != null) {
      new Folder(above).make();
    }
    try {
      Files.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
    }
    if (above != null) {
      new Folder(above).force();
    }
  }

  /** Writes a file in place of what had its name; one writer at a time for each name. */
  void write(String name, byte[] content) throws IOException {
    put(name, content, Optional.empty());
    force();
  }

  /**
   * The same for one of several; they stay after {@link #force}.
   *
   * @param time of its last change, if it is not to be now
   */
  void put(String name, byte[] content, Optional<FileTime> time) throws IOException {
    make();
    Path draft = path.resolve("." + name + DRAFT);
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try (FileChannel out =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    if (time.isPresent()) {
      Files.setLastModifiedTime(draft, time.get());
    }
    Files.move(
        draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Moves a file to another folder of the same disk. */
  void move(String name, Folder to, String newName) throws IOException {
    to.make();
    Files.move(file(name), to.file(newName), StandardCopyOption.ATOMIC_MOVE);
    to.force();
    force();
  }

  /** Names of the files and folders in it that end so; none if it is not there. */
  List<String> names(String suffix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.endsWith(suffix) && !name.startsWith(".")) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return names;
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** Removes what crashed writes have left. */
  void removeDrafts() {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(path, ".*" + DRAFT)) {
      for (Path draft : drafts) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // They do no harm: the next write of the same name takes their place.
      LOGGER.log(Level.FINE, "cannot remove drafts from " + path, e);
    }
  }

  /**
   * Makes renames durable; some file systems cannot, and then they are as durable as those make
   * them.
   */
  void force() {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "cannot force the folder " + path, e);
    }
  }
}
