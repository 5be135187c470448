package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.image.registry.BlobContent;
import io.jenkins.plugins.cloudrun.image.registry.RegistryBlobs;
import io.jenkins.plugins.cloudrun.image.registry.UnreadableBlobException;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One blob into one repository: looked for, else taken over from a neighbour, else sent. */
final class BlobPush {
  /** A hint may be wrong; after so many it is quicker to send. */
  private static final int MOST_MOUNTS = 3;

  /** Bytes; about what a connection takes without waiting for the other side. */
  private static final long SMALL = 64 << 10;

  /** Smaller ones are there before anybody wonders. */
  private static final long WORTH_A_LINE = 5_000_000;

  private final RegistryBlobs blobs;
  private final Sightings known;
  private final ImageName target;
  private final Uploads uploads;
  private final PushProgress progress;

  BlobPush(
      RegistryBlobs blobs,
      Sightings known,
      ImageName target,
      Uploads uploads,
      PushProgress progress) {
    this.blobs = blobs;
    this.known = known;
    this.target = target;
    this.uploads = uploads;
    this.progress = progress;
  }

  /** How a blob got there. */
  enum Way {
    THERE,
    MOUNTED,
    SENT
  }

  /**
   * What was done.
   *
   * @param sent bytes
   */
  record Done(ImageDigest digest, Way way, long sent) {}

  /** Whether an earlier push or pull of ours saw it in the target. */
  boolean isLikelyThere(Blob blob) {
    return known.hasSince(Instant.EPOCH, blob.digest(), target);
  }

  Done push(Blob blob) throws Failure, IOException, InterruptedException {
    ImageDigest digest = blob.digest();
    // Uploads are open when something new was made: if that is small, to send it takes no longer
    // than to ask for it.
    Optional<URI> opened = blob.size() <= SMALL ? uploads.next() : Optional.empty();
    if (opened.isEmpty() && blobs.exists(target, digest)) {
      progress.spared(blob);
      return new Done(digest, Way.THERE, 0);
    }
    for (ImageName source : neighbours(blob)) {
      RegistryBlobs.Mount mount = mount(digest, source);
      if (mount.done()) {
        progress.spared(blob);
        tell(blob, "is taken over from " + source);
        return new Done(digest, Way.MOUNTED, 0);
      }
      opened = mount.upload().isPresent() ? mount.upload() : opened;
    }
    if (opened.isEmpty()) {
      opened = uploads.next();
    }
    long start = System.nanoTime();
    long sent;
    progress.sends(blob);
    try {
      sent =
          blobs.upload(
              target,
              digest,
              blob.size(),
              content(blob),
              opened,
              position -> progress.at(blob, position));
    } catch (UnreadableBlobException e) {
      throw e.failure();
    } catch (Failure.Permanent e) {
      if (e.reason() == Failure.Reason.REFUSED && isDamaged(blob)) {
        throw new DamagedBlobException(digest, e);
      }
      throw e;
    }
    tell(blob, String.format(Locale.ROOT, "is sent, in %.1f s", (System.nanoTime() - start) / 1e9));
    return new Done(digest, Way.SENT, sent);
  }

  /** A registry refuses what is not what it was said to be; only reading the file tells. */
  private static boolean isDamaged(Blob blob) throws IOException {
    if (!(blob.origin() instanceof Blob.Origin.InFile in)) {
      return false;
    }
    try (InputStream file = Files.newInputStream(in.file())) {
      return !ImageDigest.of(file).equals(blob.digest());
    }
  }

  private Set<ImageName> neighbours(Blob blob) {
    Set<ImageName> all = new LinkedHashSet<>();
    if (blob.origin() instanceof Blob.Origin.InRepository origin
        && origin.repository().registry().equals(target.registry())) {
      all.add(origin.repository());
    }
    known.repositories(blob.digest(), target.registry()).stream()
        .filter(name -> !name.equals(target))
        .limit(MOST_MOUNTS)
        .forEach(all::add);
    return all;
  }

  /** A neighbour that may not be read is none, and so is one that makes the registry fail. */
  private RegistryBlobs.Mount mount(ImageDigest digest, ImageName source)
      throws InterruptedException {
    try {
      return blobs.mount(target, digest, source);
    } catch (Failure e) {
      return new RegistryBlobs.Mount(false, Optional.empty());
    }
  }

  private BlobContent content(Blob blob) {
    Blob.Origin origin = blob.origin();
    if (origin instanceof Blob.Origin.InFile in) {
      return BlobContent.of(in.file());
    }
    if (origin instanceof Blob.Origin.InMemory in) {
      return BlobContent.of(in.bytes());
    }
    ImageName repository = ((Blob.Origin.InRepository) origin).repository();
    return offset ->
        Channels.newChannel(blobs.from(repository, blob.digest(), blob.size(), offset));
  }

  private void tell(Blob blob, String what) {
    if (blob.size() >= WORTH_A_LINE) {
      progress.line(
          String.format(
              Locale.ROOT,
              "Layer %s (%.1f MB) %s.",
              blob.digest().value().substring(0, "sha256:".length() + 12),
              blob.size() / 1e6,
              what));
    }
  }
}
