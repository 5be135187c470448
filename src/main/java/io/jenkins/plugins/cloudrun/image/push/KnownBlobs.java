package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which repositories had which blobs when a push or a pull of this machine last saw them: where a
 * registry may take a blob over from. A hint and no more: what is no longer true, or was lost when
 * two builds wrote at once, costs a request.
 *
 * <p>A text file with a line for each, the latest last, of at most {@link #MOST} lines. It appears
 * whole, by a move.
 */
public final class KnownBlobs {
  private static final int MOST = 4000;
  private static final long MOST_BYTES = 4L << 20;

  private final Path file;

  /**
   * @param folder of this index alone, in the cache that builds share; made when it is needed
   */
  public KnownBlobs(Path folder) {
    this.file = folder.resolve("known-blobs");
  }

  /** A repository has a blob. */
  private record Sighting(ImageDigest digest, ImageName repository) {
    String line() {
      return digest + " " + repository;
    }

    static Optional<Sighting> parse(String line) {
      String[] parts = line.split(" ", -1);
      try {
        return parts.length == 2
            ? Optional.of(new Sighting(new ImageDigest(parts[0]), ImageName.parse(parts[1])))
            : Optional.empty();
      } catch (InvalidValueException e) {
        return Optional.empty(); // Half a line, or one that somebody has edited.
      }
    }
  }

  /** The repositories of a registry that had the blob, the latest first. */
  public List<ImageName> repositories(ImageDigest digest, String registry) {
    List<ImageName> found = new ArrayList<>();
    for (Sighting sighting : read()) {
      if (sighting.digest().equals(digest) && sighting.repository().registry().equals(registry)) {
        found.add(0, sighting.repository());
      }
    }
    return found;
  }

  /**
   * Notes that a repository has these blobs.
   *
   * @throws IOException when the cache's disk refuses it; nothing is lost but a hint
   */
  public void saw(ImageName repository, Collection<ImageDigest> digests) throws IOException {
    Set<Sighting> all = new LinkedHashSet<>(read());
    for (ImageDigest digest : digests) {
      Sighting sighting = new Sighting(digest, repository);
      all.remove(sighting);
      all.add(sighting);
    }
    List<String> lines =
        all.stream().skip(Math.max(0, all.size() - MOST)).map(Sighting::line).toList();
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), "draft", "");
    try {
      Files.write(draft, lines, StandardCharsets.UTF_8);
      move(draft);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void move(Path draft) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private List<Sighting> read() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return List.of();
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .flatMap(line -> Sighting.parse(line).stream())
          .toList();
    } catch (IOException e) {
      return List.of(); // None yet, or an unreadable one, which is as good.
    }
  }
}
