package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files in an archive, such as an image's layer. They are read only when a layer has to be made
 * of them: all that are wanted in one pass, each into a file of its own.
 */
final class ArchiveFiles {
  private final Place archive;
  private final String identity;
  private final boolean isSettled;
  private final Path work;
  private final Set<Integer> wanted = new HashSet<>();
  private final Map<Integer, Path> files = new HashMap<>();

  /**
   * @param archive asked for when something has to be read
   * @param identity differs for archives that differ
   * @param isSettled as {@link Content#isSettled} has it
   * @param work an existing folder for what is unpacked, of this build alone
   */
  ArchiveFiles(Place archive, String identity, boolean isSettled, Path work) {
    this.archive = archive;
    this.identity = identity;
    this.isSettled = isSettled;
    this.work = work;
  }

  /**
   * @param number of the entry in the archive, from 0
   */
  Content content(int number, long size) {
    return new InArchive(this, number, size);
  }

  /** Where an archive is; it may have to be fetched. */
  interface Place {
    Path path() throws IOException;
  }

  TarArchiveInputStream open() throws IOException {
    return Archives.open(archive.path());
  }

  /** Of a content of an archive, the number of its entry. */
  static int number(Content content) {
    if (content instanceof InArchive in) {
      return in.number();
    }
    throw new IllegalArgumentException("not in an archive: " + content.identity());
  }

  /** Says that a content will be read, so that one pass can serve many. */
  static void want(Content content) {
    if (content instanceof InArchive in) {
      in.archive().want(in.number());
    }
  }

  private synchronized void want(int number) {
    wanted.add(number);
  }

  private synchronized Path file(int number) throws IOException {
    Path known = files.get(number);
    if (known != null) {
      return known;
    }
    wanted.add(number);
    unpack();
    Path file = files.get(number);
    if (file == null) {
      throw new IOException("Entry " + number + " of " + identity + " is gone");
    }
    return file;
  }

  private void unpack() throws IOException {
    Path folder = Files.createTempDirectory(work, "archive");
    try (TarArchiveInputStream tar = open()) {
      int number = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (wanted.contains(number) && !files.containsKey(number)) {
          Path file = folder.resolve(String.valueOf(number));
          Files.copy(tar, file);
          files.put(number, file);
        }
        number++;
      }
    }
  }

  private record InArchive(ArchiveFiles archive, int number, long size) implements Content {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(archive.file(number));
    }

    @Override
    public String identity() {
      return archive.identity + "#" + number;
    }

    @Override
    public boolean isSettled() {
      return archive.isSettled;
    }
  }
}
