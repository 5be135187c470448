package io.jenkins.plugins.cloudrun.image.lint.scan;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was seen in files, so that an unchanged file is not read again. One small file for each
 * thing that is built; it holds what the last build of that thing saw, by the identity of each file
 * looked at. Several builds, in several JVMs, may use it at once: files are replaced as a whole,
 * and what one build writes over was true as well.
 */
public final class LintCache {
  private static final int MOST_FILES = 512;
  private static final long MOST_BYTES = 64L << 20;
  private static final int SHORT = 32;
  private static final String END = ".facts";
  private static final String PART = ".part";
  private static final long ABANDONED_HOURS = 1;

  private final Path folder;
  private final int mostFiles;
  private final long mostBytes;

  /**
   * @param folder of its own; may be deleted at any time
   */
  public LintCache(Path folder) {
    this(folder, MOST_FILES, MOST_BYTES);
  }

  LintCache(Path folder, int mostFiles, long mostBytes) {
    this.folder = folder;
    this.mostFiles = mostFiles;
    this.mostBytes = mostBytes;
  }

  /**
   * What was remembered for {@code subject}, by key; empty when there is nothing or when it cannot
   * be read: it can be found out again.
   */
  Map<String, FileFacts> load(String subject) {
    return get(subject).flatMap(FactsFile::read).orElseGet(HashMap::new);
  }

  /** Replaces what is remembered for {@code subject}. */
  void save(String subject, Map<String, FileFacts> facts) {
    try {
      put(subject, FactsFile.write(facts));
    } catch (IOException e) {
      // A name too long to be written: those files are read again, that is all.
    }
  }

  /** What was put for {@code subject}, whole and undamaged; else empty. */
  public Optional<byte[]> get(String subject) {
    Path file = file(subject);
    try {
      byte[] bytes = Files.readAllBytes(file);
      int start = Math.min(bytes.length, sum(bytes).length);
      byte[] content = Arrays.copyOfRange(bytes, start, bytes.length);
      if (!Arrays.equals(sum(content), Arrays.copyOf(bytes, start))) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(content);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Replaces what is kept for {@code subject}; a full disk is no reason to fail a build. */
  public void put(String subject, byte[] content) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "lint", PART);
      try (OutputStream out = Files.newOutputStream(part)) {
        out.write(sum(content));
        out.write(content);
        out.close();
        Files.move(
            part,
            file(subject),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      evict();
    } catch (IOException e) {
      // The next build reads the files again, that is all.
    }
  }

  /** Stands before the content: a disk may lose part of a file. */
  private static byte[] sum(byte[] content) {
    return ImageDigest.of(content).value().getBytes(StandardCharsets.UTF_8);
  }

  private Path file(String subject) {
    return folder.resolve(hash(subject) + END);
  }

  /** A short name for a text of any length. */
  static String hash(String text) {
    String digest = ImageDigest.of(text.getBytes(StandardCharsets.UTF_8)).value();
    return digest.substring(digest.length() - SHORT);
  }

  private record Aged(Path path, long bytes, FileTime used) {}

  private void evict() throws IOException {
    List<Aged> kept = new ArrayList<>();
    Instant abandoned = Instant.now().minusSeconds(ABANDONED_HOURS * 3600);
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        try {
          Aged aged = new Aged(path, Files.size(path), Files.getLastModifiedTime(path));
          String name = path.toString();
          if (name.endsWith(END)) {
            kept.add(aged);
          } else if (name.endsWith(PART) && aged.used().toInstant().isBefore(abandoned)) {
            Files.deleteIfExists(path);
          }
        } catch (NoSuchFileException e) {
          // Another build was quicker.
        }
      }
    }
    kept.sort(Comparator.comparing(Aged::used).reversed());
    long bytes = 0;
    for (int i = 0; i < kept.size(); i++) {
      bytes += kept.get(i).bytes();
      if (i >= mostFiles || bytes > mostBytes) {
        Files.deleteIfExists(kept.get(i).path());
      }
    }
  }
}
