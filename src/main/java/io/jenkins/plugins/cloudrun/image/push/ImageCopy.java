package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.Referrer;
import io.jenkins.plugins.cloudrun.image.registry.RegistryBlobs;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.UnreadableBlobException;
import io.jenkins.plugins.cloudrun.model.Headway;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final Set<ImageDigest> there = new HashSet<>();
  private int sent;
  private int mounted;
  private int kept;
  private int referrers;
  private Optional<String> left = Optional.empty();

  /** Bytes that the other repository is to have, that it had or took over, that passed. */
  private final AtomicLong total = new AtomicLong();

  private final AtomicLong had = new AtomicLong();
  private final AtomicLong passed = new AtomicLong();

  /** When the first blob began to pass, by {@link System#nanoTime}. */
  private volatile OptionalLong began = OptionalLong.empty();

  /**
   * @param source that may read the image
   * @param target that may write the other repository
   */
  public ImageCopy(RegistryClient source, RegistryClient target, Attempts attempts) {
    this.source = source;
    this.target = target;
    this.attempts = attempts;
  }

  /** How far it is; empty before it is known what has to pass. Any thread may ask. */
  public Optional<Headway> headway() {
    if (began.isEmpty()) {
      return Optional.empty();
    }
    long moved = passed.get();
    return Optional.of(
        new Headway(
            had.get() + moved,
            total.get(),
            true,
            moved,
            Duration.ofNanos(System.nanoTime() - began.getAsLong())));
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
    List<ImageDigest> platforms = bring(top, from.name(), to);
    attempts.of(() -> target.put(at(to, digest), top));
    ImageReference named = new ImageReference(to, Optional.of(tag), Optional.empty());
    attempts.of(() -> target.put(named, top));
    belongings(from.name(), to, digest);
    for (ImageDigest platform : platforms) {
      belongings(from.name(), to, platform);
    }
    ImageDigest seen = attempts.of(() -> target.resolve(at(to, digest)));
    if (!seen.equals(digest)) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "The image " + from + " was copied to " + to + ", where it is " + seen + " now.",
          null);
    }
    return new Report(sent, mounted, kept, passed.get(), referrers, left);
  }

  private Manifest manifest(ImageName name, ImageDigest digest)
      throws Failure, InterruptedException {
    // What has other bytes than the digest says is refused there.
    return attempts.of(() -> source.manifest(at(name, digest)));
  }

  /**
   * Brings all that a manifest names; the manifest itself is left to the caller. What has to pass
   * is found out first, so that it can be said how far it is.
   *
   * @return the manifests among it
   */
  private List<ImageDigest> bring(Manifest manifest, ImageName from, ImageName to)
      throws Failure, InterruptedException {
    List<ImageDigest> manifests = new ArrayList<>();
    List<Manifest.Layer> blobs = new ArrayList<>();
    gather(manifest, from, 0, manifests, blobs);
    blobs.forEach(blob -> total.addAndGet(blob.size()));
    RegistryBlobs registry = target.blobs(attempts);
    Map<Manifest.Layer, Optional<URI>> lacking = new LinkedHashMap<>();
    for (Manifest.Layer blob : blobs) {
      Optional<Optional<URI>> upload = lacks(registry, blob, from, to);
      if (upload.isPresent()) {
        lacking.put(blob, upload.get());
      } else {
        had.addAndGet(blob.size());
      }
    }
    for (Map.Entry<Manifest.Layer, Optional<URI>> blob : lacking.entrySet()) {
      pass(registry, blob.getKey(), from, to, blob.getValue());
    }
    for (ImageDigest part : manifests) {
      Manifest read = manifest(from, part);
      attempts.of(() -> target.put(at(to, part), read));
    }
    return manifests;
  }

  /** The manifests, those first that others name, and the blobs; each once. */
  private void gather(
      Manifest manifest,
      ImageName from,
      int depth,
      List<ImageDigest> manifests,
      List<Manifest.Layer> blobs)
      throws Failure, InterruptedException {
    if (depth > DEEPEST) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED, "The image of " + from + " is an index in an index.", null);
    }
    Parts parts = Parts.of(manifest, from);
    for (ImageDigest child : parts.manifests()) {
      if (there.add(child)) {
        gather(manifest(from, child), from, depth + 1, manifests, blobs);
        manifests.add(child);
      }
    }
    parts.blobs().stream().filter(blob -> there.add(blob.digest())).forEach(blobs::add);
  }

  /** Whether a blob has to pass; then with the upload that is open for it, if there is one. */
  private Optional<Optional<URI>> lacks(
      RegistryBlobs registry, Manifest.Layer blob, ImageName from, ImageName to)
      throws Failure, InterruptedException {
    if (registry.exists(to, blob.digest())) {
      kept++;
      return Optional.empty();
    }
    if (!from.registry().equals(to.registry())) {
      return Optional.of(Optional.empty());
    }
    RegistryBlobs.Mount mount = mount(registry, blob.digest(), from, to);
    if (mount.done()) {
      mounted++;
      return Optional.empty();
    }
    return Optional.of(mount.upload());
  }

  private void pass(
      RegistryBlobs registry,
      Manifest.Layer blob,
      ImageName from,
      ImageName to,
      Optional<URI> opened)
      throws Failure, InterruptedException {
    if (began.isEmpty()) {
      began = OptionalLong.of(System.nanoTime());
    }
    RegistryBlobs reading = source.blobs(attempts);
    long before = passed.get();
    try {
      registry.upload(
          to,
          blob.digest(),
          blob.size(),
          offset -> Channels.newChannel(reading.from(from, blob.digest(), blob.size(), offset)),
          opened,
          position -> passed.set(before + position));
      passed.set(before + blob.size());
      sent++;
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
          bring(manifest, from, to);
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
