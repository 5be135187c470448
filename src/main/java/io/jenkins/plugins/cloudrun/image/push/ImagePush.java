package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.Referrers;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.Cadence;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pushes an image: what the registry has is not sent. An image that is there costs a request for
 * its tag, and one for each tag that has to move.
 *
 * <p>The order keeps a registry sound whatever breaks: blobs, then the manifest under its first
 * tag, then the other tags. An interrupt ends it within seconds, and what was sent until then is
 * found by the next push.
 */
public final class ImagePush {
  private final RegistryClient registry;
  private final KnownBlobs known;
  private final Consumer<String> lines;
  private final Attempts attempts;
  private final Cadence cadence;

  /**
   * @param registry that knows the credentials for the target and for the base's repository
   * @param lines told of each large blob, of each repetition, and now and then how far a long push
   *     is, without secrets
   */
  public ImagePush(RegistryClient registry, KnownBlobs known, Consumer<String> lines) {
    this(registry, known, lines, Attempts.usual(lines));
  }

  /**
   * @param attempts how often to repeat what failed in passing
   */
  public ImagePush(
      RegistryClient registry, KnownBlobs known, Consumer<String> lines, Attempts attempts) {
    this(registry, known, lines, attempts, Cadence.USUAL);
  }

  ImagePush(
      RegistryClient registry,
      KnownBlobs known,
      Consumer<String> lines,
      Attempts attempts,
      Cadence cadence) {
    this.registry = registry;
    this.known = known;
    this.lines = lines;
    this.attempts = attempts;
    this.cadence = cadence;
  }

  /** What is known of the target when the image has been made. */
  public interface Before {
    /** What the first tag points at now. */
    Optional<ImageDigest> place() throws Failure, InterruptedException;

    /** Whether part of the image is new, so that the target hardly has the whole. */
    boolean isNew();

    /** Uploads that are open there. */
    default Uploads uploads() {
      return Uploads.NONE;
    }
  }

  /**
   * Opens an upload, to be {@linkplain Before#uploads() passed on} or {@link #abandon abandoned}.
   */
  public URI open(ImageName target) throws Failure {
    return registry.blobs(attempts).open(target);
  }

  /** Gives up an upload that came to no use. */
  public void abandon(ImageName target, URI upload) {
    registry.blobs(attempts).abandon(target, upload);
  }

  /** What a tag points at now: empty if there is no such tag, or no repository yet. */
  public Optional<ImageDigest> find(ImageName target, String tag)
      throws Failure, InterruptedException {
    return attempts.of(() -> registry.findBeforePush(reference(target, tag)));
  }

  /** What a push would report if all tags point at the image already; else empty. */
  public Optional<PushReport> unchanged(
      Image image, ImageName target, List<String> tags, Before before)
      throws Failure, InterruptedException {
    Optional<ImageDigest> here = Optional.of(image.digest());
    boolean there = before.place().equals(here);
    for (int i = 1; there && i < tags.size(); i++) {
      there = find(target, tags.get(i)).equals(here);
    }
    return there ? Optional.of(PushReport.unchanged(image)) : Optional.empty();
  }

  /** The same when nothing is known before. */
  public PushReport push(Image image, ImageName target, List<String> tags, TagPolicy policy)
      throws Failure, IOException, InterruptedException {
    return push(
        image,
        target,
        tags,
        policy,
        new Before() {
          @Override
          public Optional<ImageDigest> place() throws Failure, InterruptedException {
            return find(target, tags.get(0));
          }

          @Override
          public boolean isNew() {
            return false;
          }
        });
  }

  /**
   * Lets all tags point at the image.
   *
   * @param tags at least one
   * @throws Failure if the registry refused, or did not answer for longer than is worth a wait;
   *     {@link Failure.Reason#EXISTS} if a tag that may not move is on another image
   * @throws IOException if a layer's file could not be read
   */
  public PushReport push(
      Image image, ImageName target, List<String> tags, TagPolicy policy, Before before)
      throws Failure, IOException, InterruptedException {
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("an image is pushed under a tag");
    }
    Map<String, Optional<ImageDigest>> places = new LinkedHashMap<>();
    places.put(tags.get(0), before.place());
    if (policy == TagPolicy.KEEP) {
      for (String tag : tags.subList(1, tags.size())) {
        places.put(tag, find(target, tag));
      }
      refuseMoves(image, target, places);
    }
    Optional<ImageDigest> here = Optional.of(image.digest());
    if (places.containsValue(here) || !before.isNew() && isThere(image, target)) {
      for (String tag : tags) {
        Optional<ImageDigest> place = places.containsKey(tag) ? places.get(tag) : find(target, tag);
        if (!place.equals(here)) {
          put(image, target, tag);
        }
      }
      return PushReport.unchanged(image);
    }
    PushReport report =
        stored(
            image,
            target,
            before.uploads(),
            () -> registry.put(reference(target, tags.get(0)), manifest(image)));
    for (String tag : tags.subList(1, tags.size())) {
      put(image, target, tag);
    }
    return report;
  }

  /**
   * Puts something beside an image that is there: its manifest names that image as its subject, and
   * is found from it.
   *
   * @param referrer with at least a configuration, which may be {@code {}}
   */
  public PushReport attach(Image referrer, ImageName target)
      throws Failure, IOException, InterruptedException {
    Referrers referrers = registry.referrers();
    Attempts.Call<Boolean> attach =
        () -> {
          referrers.attach(target, manifest(referrer));
          return true;
        };
    if (isThere(referrer, target)) {
      attempts.of(attach);
      return PushReport.unchanged(referrer);
    }
    return stored(referrer, target, Uploads.NONE, attach);
  }

  /** Sends what the registry lacks, then the manifest. */
  private PushReport stored(
      Image image, ImageName target, Uploads uploads, Attempts.Call<Boolean> manifest)
      throws Failure, IOException, InterruptedException {
    ImageBlobs blobs =
        new ImageBlobs(
            image,
            target,
            registry.blobs(attempts),
            known.now(),
            Instant.now(),
            uploads,
            new PushProgress(lines, cadence, InstantSource.system()));
    blobs.push();
    try {
      attempts.of(manifest);
    } catch (Failure.Permanent e) {
      boolean mayLack =
          e.reason() == Failure.Reason.NOT_FOUND || e.reason() == Failure.Reason.REFUSED;
      if (!mayLack || !blobs.pushBelieved()) {
        throw e;
      }
      attempts.of(manifest);
    }
    remember(target, blobs.digests());
    return blobs.report();
  }

  private void remember(ImageName target, List<ImageDigest> blobs) {
    try {
      known.saw(target, blobs);
    } catch (IOException e) {
      lines.accept("The cache did not take a note of what was pushed: " + e.getMessage() + ".");
    }
  }

  private void put(Image image, ImageName target, String tag) throws Failure, InterruptedException {
    attempts.of(() -> registry.put(reference(target, tag), manifest(image)));
  }

  private static Manifest manifest(Image image) {
    return new Manifest(image.mediaType(), image.manifest());
  }

  private boolean isThere(Image image, ImageName target) throws Failure, InterruptedException {
    ImageReference reference =
        new ImageReference(target, Optional.empty(), Optional.of(image.digest()));
    return attempts.of(() -> registry.findBeforePush(reference)).isPresent();
  }

  private static void refuseMoves(
      Image image, ImageName target, Map<String, Optional<ImageDigest>> places) throws Failure {
    for (Map.Entry<String, Optional<ImageDigest>> place : places.entrySet()) {
      if (place.getValue().filter(there -> !there.equals(image.digest())).isPresent()) {
        throw new Failure.Permanent(
            Failure.Reason.EXISTS,
            "Could not push "
                + target
                + ": its tag "
                + place.getKey()
                + " is on "
                + place.getValue().get()
                + ", this build made "
                + image.digest()
                + ", and tagPolicy 'keep' lets no tag move. Nothing was sent. Push under another"
                + " tag, or set tagPolicy to 'move'.",
            null);
      }
    }
  }

  private static ImageReference reference(ImageName target, String tag) {
    return new ImageReference(target, Optional.of(tag), Optional.empty());
  }
}
