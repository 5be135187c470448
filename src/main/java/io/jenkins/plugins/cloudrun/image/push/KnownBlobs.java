package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

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
  private final InstantSource clock;

  /**
   * @param folder of this index alone, in the cache that builds share; made when it is needed
   */
  public KnownBlobs(Path folder) {
    this(folder, InstantSource.system());
  }

  KnownBlobs(Path folder, InstantSource clock) {
    this.file = folder.resolve("known-blobs");
    this.clock = clock;
  }

  /** What is known now: to be asked once for a push, not once for each of its blobs. */
  Sightings now() {
    try {
      return Files.size(file) > MOST_BYTES
          ? new Sightings(List.of())
          : new Sightings(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Sightings(List.of()); // None yet, or an unreadable one, which is as good.
    }
  }

  /**
   * Notes that a repository has these blobs now.
   *
   * @throws IOException when the cache's disk refuses it; nothing is lost but a hint
   */
  public void saw(ImageName repository, Collection<ImageDigest> digests) throws IOException {
    List<String> lines = now().plus(digests, repository, clock.instant(), MOST);
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
}
