package io.jenkins.plugins.cloudrun.image.base;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of files by name that several builds, of one JVM and of several, use at once. A file
 * appears whole or not at all. Beyond the limit those go that have not been used for the longest
 * time; what was used within the last hour stays, as a build may be reading it.
 *
 * @param most bytes
 */
record Shelf(Path folder, long most, Clock clock) {
  private static final Duration IN_USE = Duration.ofHours(1);
  private static final String DRAFT = ".draft";

  Path at(String name) {
    return folder.resolve(name);
  }

  /** The file, which now counts as used. */
  Optional<Path> find(String name) {
    Path file = at(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      // Somebody else has just let it go, or may write here and we may not: the file decides.
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
    return Optional.of(file);
  }

  /** What is in a small file; empty when there is none. */
  Optional<byte[]> read(String name) throws IOException {
    Optional<Path> file = find(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file.get()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void write(String name, byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, name, DRAFT);
    try {
      Files.write(draft, bytes);
      place(draft, name);
    } finally {
      Files.deleteIfExists(draft);
    }
    trim();
  }

  /** Puts a finished file into its place. */
  Path place(Path draft, String name) throws IOException {
    Path file = at(name);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    return file;
  }

  /** Lets go what is too much, and drafts that nobody will finish. */
  void trim() throws IOException {
    Instant inUse = clock.instant().minus(IN_USE);
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        kept(file).ifPresent(all::add);
      }
    }
    all.sort(Comparator.comparing(Kept::used));
    long size = all.stream().mapToLong(Kept::size).sum();
    for (Kept kept : all) {
      boolean draft = kept.file().toString().endsWith(DRAFT);
      if ((size > most || draft) && kept.used().isBefore(inUse)) {
        Files.deleteIfExists(kept.file());
        size -= kept.size();
      }
    }
  }

  private static Optional<Kept> kept(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(
              new Kept(file, attributes.size(), attributes.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private record Kept(Path file, long size, Instant used) {}
}
