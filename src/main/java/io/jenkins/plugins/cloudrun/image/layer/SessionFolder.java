package io.jenkins.plugins.cloudrun.image.layer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one build has on disk for itself: drafts, and links to the blobs that it uses, which
 * therefore stay as long as it needs them, whatever becomes of the cache.
 *
 * <p>A file in it is locked while the build runs. The system lets go of the lock when a JVM dies,
 * so the next build sees that the folder is nobody's and removes it. A JVM never opens the lock
 * files of its own builds, whose names begin with its number: on Unix closing one would let its
 * lock go.
 */
final class SessionFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final int ATTEMPTS = 10;
  private static final Duration BEING_MADE = Duration.ofMinutes(1);

  private final Path path;
  private final FileChannel lock;
  private final AtomicLong drafts = new AtomicLong();

  private SessionFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes one, and removes those whose JVM died. */
  static SessionFolder open(Path sessions) throws IOException {
    Files.createDirectories(sessions);
    String own = ThisJvm.NAME;
    removeDead(sessions, own);
    for (int i = 0; i < ATTEMPTS; i++) {
      Path path = Files.createDirectory(sessions.resolve(own + UUID.randomUUID()));
      Path file = path.resolve(LOCK);
      FileChannel channel;
      try {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        continue;
      }
      if (isLocked(channel, file)) {
        return new SessionFolder(path, channel);
      }
      channel.close();
    }
    throw new IOException("could not lock a folder of its own in '" + sessions + "'");
  }

  /** Not so when another build found the folder before it was locked, and took it for dead. */
  private static boolean isLocked(FileChannel channel, Path file) {
    try {
      // Who removes a folder holds its lock: if the file is there now, it stays.
      return channel.tryLock() != null && Files.exists(file);
    } catch (IOException e) {
      // A file system without locks: nobody else can lock it either and take it for dead.
      return true;
    }
  }

  Path draft() {
    return path.resolve("draft-" + drafts.incrementAndGet());
  }

  /** Where the build's own link to a blob is. */
  Path blob(String hex) {
    return path.resolve(hex + ".tar.gz");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The folder goes all the same.
    }
    remove(path);
  }

  private static void removeDead(Path sessions, String own) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(sessions)) {
      for (Path path : all) {
        if (!path.getFileName().toString().startsWith(own)) {
          removeIfDead(path);
        }
      }
    }
  }

  private static void removeIfDead(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        remove(path);
      }
    } catch (NoSuchFileException e) {
      if (isOlderThan(path, BEING_MADE)) {
        remove(path);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // It cannot be told: it stays.
    }
  }

  private static boolean isOlderThan(Path path, Duration age) throws IOException {
    try {
      Instant time = Files.getLastModifiedTime(path).toInstant();
      return time.isBefore(Instant.now().minus(age));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Others may be removing it as well. What cannot be removed now is left for the next. */
  private static void remove(Path path) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException | DirectoryIteratorException e) {
      // The folder stays, unlocked.
    }
  }

  /** Asked once: the system is slow to say when a process began. */
  private static final class ThisJvm {
    static final String NAME = thisJvm();
  }

  private static String thisJvm() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + start + "-";
  }
}
