package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.image.registry.Attempts;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.Referrers;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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

  /**
   * @param registry that knows the credentials for the target and for the base's repository
   * @param lines told of each large blob and of each repetition, without secrets
   */
  public ImagePush(RegistryClient registry, KnownBlobs known, Consumer<String> lines) {
    this(registry, known, lines, Attempts.usual(lines));
  }

  /**
   * @param attempts how often to repeat what failed in passing
   */
  public ImagePush(
      RegistryClient registry, KnownBlobs known, Consumer<String> lines, Attempts attempts) {
    this.registry = registry;
    this.known = known;
    this.lines = lines;
    this.attempts = attempts;
  }

  /** What is known of the target when the image has been made. */
  public interface Before {
    /** What the first tag points at now. */
    Optional<ImageDigest> place() throws Failure, InterruptedException;

    /** Whether part of the image is new, so that the target hardly has the whole. */
    boolean isNew();
  }

  /** What a tag points at now: empty if there is no such tag, or no repository yet. */
  public Optional<ImageDigest> find(ImageName target, String tag)
      throws Failure, InterruptedException {
    return attempts.of(() -> registry.findBeforePush(reference(target, tag)));
  }

  /** What a push would report if all tags point at the image already; else empty. */
  public Optional<PushReport> unchanged(Image image, ImageName target, List<String> tags, Before before)
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
    PushReport report = blobs(image, target);
    for (String tag : tags) {
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
    Manifest manifest = new Manifest(referrer.mediaType(), referrer.manifest());
    PushReport report =
        isThere(referrer, target) ? PushReport.unchanged(referrer) : blobs(referrer, target);
    attempts.of(
        () -> {
          referrers.attach(target, manifest);
          return true;
        });
    return report;
  }

  private PushReport blobs(Image image, ImageName target)
      throws Failure, IOException, InterruptedException {
    Map<ImageDigest, Blob> all = new LinkedHashMap<>();
    image.layers().forEach(layer -> all.putIfAbsent(layer.digest(), layer));
    Set<ImageDigest> layers = Set.copyOf(all.keySet());
    all.putIfAbsent(image.config().digest(), image.config());
    BlobPush each = new BlobPush(registry.blobs(attempts), known, target, lines);
    List<BlobPush.Done> done = ParallelBlobs.push(each, new ArrayList<>(all.values()));
    remember(target, all.values());
    Map<BlobPush.Way, Long> counts =
        done.stream()
            .filter(one -> layers.contains(one.digest()))
            .collect(Collectors.groupingBy(BlobPush.Done::way, Collectors.counting()));
    return new PushReport(
        counts.getOrDefault(BlobPush.Way.SENT, 0L).intValue(),
        counts.getOrDefault(BlobPush.Way.THERE, 0L).intValue(),
        counts.getOrDefault(BlobPush.Way.MOUNTED, 0L).intValue(),
        done.stream().mapToLong(BlobPush.Done::sent).sum());
  }

  /** Where a neighbour of this repository may take these blobs from. */
  private void remember(ImageName target, Iterable<Blob> blobs) {
    List<ImageDigest> digests = new ArrayList<>();
    blobs.forEach(blob -> digests.add(blob.digest()));
    try {
      known.saw(target, digests);
    } catch (IOException e) {
      lines.accept("The cache did not take a note of what was pushed: " + e.getMessage() + ".");
    }
  }

  private void put(Image image, ImageName target, String tag) throws Failure, InterruptedException {
    Manifest manifest = new Manifest(image.mediaType(), image.manifest());
    attempts.of(() -> registry.put(reference(target, tag), manifest));
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
