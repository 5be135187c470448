package io.jenkins.plugins.cloudrun.image.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Blobs and records on disk. Every file gets its name at once and complete, so whoever finds one
 * may use it; a file's modification time is when it was last used.
 */
final class LayerStore {
  // Many small layers fill a disk too: each counts as this much more than its bytes.
  private static final long OVERHEAD = 16 << 10;

  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Path blobs;
  private final Path records;
  private final long limit;

  LayerStore(Path folder, long limit) throws IOException {
    this.blobs = Files.createDirectories(folder.resolve("blobs"));
    this.records = Files.createDirectories(folder.resolve("records"));
    this.limit = limit;
  }

  Optional<LayerRecord> record(String key) throws IOException {
    try {
      return LayerRecord.parse(Files.readString(records.resolve(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  boolean hasRecord(String key) {
    return Files.exists(records.resolve(key));
  }

  void remember(String key, LayerRecord record, SessionFolder session) throws IOException {
    Path draft = session.draft();
    Files.write(draft, record.line().getBytes(UTF_8));
    replace(draft, records.resolve(key));
  }

  void touchRecord(String key) throws IOException {
    touch(records.resolve(key));
  }

  /** Whether a blob has counted as unused for so long that a touch makes a difference. */
  boolean isStale(LayerBlob blob) throws IOException {
    Instant used = Files.getLastModifiedTime(blob.file()).toInstant();
    return used.isBefore(Instant.now().minus(FRESH));
  }

  void touchBlob(LayerBlob blob) throws IOException {
    touch(blob.file());
  }

  /** Where the blob is, as long as nobody removes it; empty if there is none of that size. */
  Optional<LayerBlob> find(LayerRecord record) throws IOException {
    Path blob = blobs.resolve(Digests.hex(record.digest()));
    try {
      if (Files.size(blob) != record.size()) {
        return Optional.empty();
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(new LayerBlob(record.digest(), record.size(), record.diffId(), blob));
  }

  /** Makes the blob the build's own for as long as it runs; empty if there is none of that size. */
  Optional<LayerBlob> take(LayerRecord record, SessionFolder session) throws IOException {
    String hex = Digests.hex(record.digest());
    Path blob = blobs.resolve(hex);
    Path own = session.blob(hex);
    try {
      link(own, blob);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileAlreadyExistsException e) {
      // Two layers of this build are the same.
    }
    if (Files.size(own) != record.size()) {
      Files.deleteIfExists(blob);
      Files.deleteIfExists(own);
      return Optional.empty();
    }
    touch(own);
    return Optional.of(new LayerBlob(record.digest(), record.size(), record.diffId(), own));
  }

  /**
   * Takes a complete draft in. It replaces a blob of the same name: this one was hashed as it was
   * written, that one may have suffered.
   */
  LayerBlob put(Path draft, LayerRecord record, SessionFolder session) throws IOException {
    String hex = Digests.hex(record.digest());
    Path second = session.draft();
    link(second, draft);
    replace(second, blobs.resolve(hex));
    Path own = session.blob(hex);
    replace(draft, own);
    return new LayerBlob(record.digest(), record.size(), record.diffId(), own);
  }

  void forget(ImageDigest digest) throws IOException {
    Files.deleteIfExists(blobs.resolve(Digests.hex(digest)));
  }

  /**
   * Removes what was used longest ago until the rest is within the limit. Builds that run keep what
   * they use by their own links.
   */
  void evict() throws IOException {
    record Kept(Path path, Instant used, long size) {}
    List<Kept> all = new ArrayList<>();
    long total = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
      for (Path path : files) {
        try {
          BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
          Kept kept = new Kept(path, found.lastModifiedTime().toInstant(), found.size() + OVERHEAD);
          all.add(kept);
          total += kept.size();
        } catch (NoSuchFileException e) {
          // Another build evicts at the same time.
        }
      }
    }
    if (total <= limit) {
      return;
    }
    all.sort(Comparator.comparing(Kept::used).thenComparing(Kept::path));
    Instant oldest = Instant.now();
    for (Kept kept : all) {
      if (total <= limit) {
        oldest = kept.used();
        break;
      }
      Files.deleteIfExists(kept.path());
      total -= kept.size();
    }
    removeRecordsBefore(oldest);
  }

  /** A record is used together with its blob: one older than all blobs has none any more. */
  private void removeRecordsBefore(Instant oldest) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(records)) {
      for (Path path : files) {
        try {
          if (Files.getLastModifiedTime(path).toInstant().isBefore(oldest.minusSeconds(60))) {
            Files.deleteIfExists(path);
          }
        } catch (NoSuchFileException e) {
          // Another build evicts at the same time.
        }
      }
    }
  }

  private static void touch(Path path) throws IOException {
    try {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
    } catch (FileSystemException e) {
      // Evicted just now, or another user's: no more than the order of eviction depends on it.
    }
  }

  private static void link(Path link, Path existing) throws IOException {
    try {
      Files.createLink(link, existing);
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // No hard links here: a copy serves as well, at the cost of time and space.
      Files.copy(existing, link);
    }
  }

  private static void replace(Path draft, Path path) throws IOException {
    try {
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      // Windows does not replace a file that somebody reads; that one is as good.
      if (!Files.exists(path) || Files.size(path) != Files.size(draft)) {
        throw e;
      }
      Files.deleteIfExists(draft);
    }
  }
}
