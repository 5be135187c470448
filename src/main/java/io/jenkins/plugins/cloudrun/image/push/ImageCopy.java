package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.Referrer;
import io.jenkins.plugins.cloudrun.image.registry.RegistryBlobs;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.UnreadableBlobException;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings an image from one repository to another one with the same digest: all of an index's
 * platforms, and what belongs to the image (bills of materials, signatures) as far as that can be
 * had. A blob that is there is not sent, one of the same registry is taken over there, and any
 * other passes from one connection to the other in pieces: nothing touches a disk, and memory does
 * not grow with the image. Manifests go last, so that what is cut off is no image, and a repeat
 * finds what was sent.
 *
 * <p>For one thread; an interrupt ends it within seconds.
 */
public final class ImageCopy {
  /** An index in an index in an index is no image. */
  private static final int DEEPEST = 3;

  /** More that belongs to one image is left behind. */
  private static final int MOST_REFERRERS = 50;

  private final RegistryClient source;
  private final RegistryClient target;
  private final Attempts attempts;
  private final AtomicLong bytes = new AtomicLong();
  private final Set<ImageDigest> there = new HashSet<>();
  private int sent;
  private int mounted;
  private int kept;
  private int referrers;
  private Optional<String> left = Optional.empty();

  /**
   * @param source that may read the image
   * @param target that may write the other repository
   */
  public ImageCopy(RegistryClient source, RegistryClient target, Attempts attempts) {
    this.source = source;
    this.target = target;
    this.attempts = attempts;
  }

  /** Bytes that were passed on so far. Any thread may ask. */
  public long bytes() {
    return bytes.get();
  }

  /**
   * What was done.
   *
   * @param sent blobs that were passed on
   * @param mounted blobs that the registry took over from another repository of its own
   * @param kept blobs that were there
   * @param bytes that were passed on
   * @param referrers manifests that belong to the image and came along
   * @param left why some of those did not; empty when all did
   */
  public record Report(
      int sent, int mounted, int kept, long bytes, int referrers, Optional<String> left) {}

  /**
   * Copies, and looks at the end whether the digest is there.
   *
   * @param from by digest
   * @param tag one more name for it there, so that a clean-up of what has none leaves it alone
   * @throws Failure if a registry refused, or did not answer for longer than is worth a wait
   */
  public Report copy(ImageReference from, ImageName to, String tag)
      throws Failure, InterruptedException {
    ImageDigest digest = from.digest().orElseThrow();
    Manifest top = manifest(from.name(), digest);
    content(top, from.name(), to, 0);
    attempts.of(() -> target.put(at(to, digest), top));
    ImageReference named = new ImageReference(to, Optional.of(tag), Optional.empty());
    attempts.of(() -> target.put(named, top));
    belongings(from.name(), to, digest);
    ImageDigest seen = attempts.of(() -> target.resolve(at(to, digest)));
    if (!seen.equals(digest)) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "The image " + from + " was copied to " + to + ", where it is " + seen + " now.",
          null);
    }
    return new Report(sent, mounted, kept, bytes.get(), referrers, left);
  }

  private Manifest manifest(ImageName name, ImageDigest digest)
      throws Failure, InterruptedException {
    // What has other bytes than the digest says is refused there.
    return attempts.of(() -> source.manifest(at(name, digest)));
  }

  /** All that a manifest names; the manifest itself is left to the caller. */
  private void content(Manifest manifest, ImageName from, ImageName to, int depth)
      throws Failure, InterruptedException {
    if (depth > DEEPEST) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED, "The image of " + from + " is an index in an index.", null);
    }
    Parts parts = Parts.of(manifest, from);
    for (ImageDigest child : parts.manifests()) {
      if (there.add(child)) {
        Manifest part = manifest(from, child);
        content(part, from, to, depth + 1);
        attempts.of(() -> target.put(at(to, child), part));
        belongings(from, to, child);
      }
    }
    for (Manifest.Layer blob : parts.blobs()) {
      if (there.add(blob.digest())) {
        blob(blob, from, to);
      }
    }
  }

  private void blob(Manifest.Layer blob, ImageName from, ImageName to)
      throws Failure, InterruptedException {
    RegistryBlobs blobs = target.blobs(attempts);
    if (blobs.exists(to, blob.digest())) {
      kept++;
      return;
    }
    Optional<java.net.URI> opened = Optional.empty();
    if (from.registry().equals(to.registry())) {
      RegistryBlobs.Mount mount = mount(blobs, blob.digest(), from, to);
      if (mount.done()) {
        mounted++;
        return;
      }
      opened = mount.upload();
    }
    RegistryBlobs reading = source.blobs(attempts);
    try {
      long passed =
          blobs.upload(
              to,
              blob.digest(),
              blob.size(),
              offset ->
                  new CountedChannel(
                      Channels.newChannel(reading.from(from, blob.digest(), blob.size(), offset)),
                      bytes),
              opened);
      sent++;
      if (passed < 0) {
        throw new IllegalStateException("less than nothing was sent");
      }
    } catch (UnreadableBlobException e) {
      throw e.failure();
    } catch (IOException e) {
      throw new Failure.Transient(
          "The blob " + blob.digest() + " of " + from + " could not be read: " + e.getMessage(),
          Optional.empty(),
          e);
    }
  }

  /** Who writes there may not be allowed to read here; then it goes over the wire. */
  private static RegistryBlobs.Mount mount(
      RegistryBlobs blobs, ImageDigest digest, ImageName from, ImageName to)
      throws InterruptedException {
    try {
      return blobs.mount(to, digest, from);
    } catch (Failure e) {
      return new RegistryBlobs.Mount(false, Optional.empty());
    }
  }

  /** What belongs to an image is worth having, and no reason to fail. */
  private void belongings(ImageName from, ImageName to, ImageDigest subject)
      throws InterruptedException {
    try {
      List<Referrer> all =
          new ArrayList<>(attempts.of(() -> source.referrers().list(from, subject)));
      if (all.size() > MOST_REFERRERS) {
        left = Optional.of("there are " + all.size() + " of them");
        all = all.subList(0, MOST_REFERRERS);
      }
      for (Referrer one : all) {
        if (there.add(one.digest())) {
          Manifest manifest = manifest(from, one.digest());
          content(manifest, from, to, 1);
          attempts.of(
              () -> {
                target.referrers().attach(to, manifest);
                return true;
              });
          referrers++;
        }
      }
    } catch (Failure e) {
      left = Optional.of(e.explanation());
    } catch (IllegalArgumentException e) {
      left = Optional.of("one of them names no subject");
    }
  }

  private static ImageReference at(ImageName name, ImageDigest digest) {
    return new ImageReference(name, Optional.empty(), Optional.of(digest));
  }
}
