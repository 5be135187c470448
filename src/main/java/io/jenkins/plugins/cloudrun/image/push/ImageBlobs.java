package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.image.registry.RegistryBlobs;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The blobs of one image on their way into a repository. Those that a push of this machine saw
 * there lately are believed to be there: a registry takes no manifest whose blobs it lacks, and
 * when it refuses one, they are looked for.
 */
final class ImageBlobs {
  /** Registries keep what an image refers to, and clean up what none does after a day or more. */
  private static final Duration BELIEVED = Duration.ofDays(1);

  private final Image image;
  private final BlobPush push;
  private final PushProgress progress;
  private final List<Blob> asked = new ArrayList<>();
  private final List<Blob> believed = new ArrayList<>();
  private final Map<ImageDigest, BlobPush.Done> done = new LinkedHashMap<>();

  ImageBlobs(
      Image image,
      ImageName target,
      RegistryBlobs blobs,
      Sightings seen,
      Instant now,
      Uploads uploads,
      PushProgress progress) {
    this.image = image;
    this.progress = progress;
    this.push = new BlobPush(blobs, seen, target, uploads, progress);
    // Two layers may be the same.
    Map<ImageDigest, Blob> all = new LinkedHashMap<>();
    image.layers().forEach(layer -> all.putIfAbsent(layer.digest(), layer));
    all.putIfAbsent(image.config().digest(), image.config());
    for (Blob blob : all.values()) {
      boolean lately = seen.hasSince(now.minus(BELIEVED), blob.digest(), target);
      (lately ? believed : asked).add(blob);
    }
  }

  /** Sends what the repository lacks, as far as is known. */
  void push() throws Failure, IOException, InterruptedException {
    push(asked);
  }

  /**
   * Sends what it lacks of the rest, too.
   *
   * @return whether there was anything that had only been believed
   */
  boolean pushBelieved() throws Failure, IOException, InterruptedException {
    push(believed);
    return !believed.isEmpty();
  }

  private void push(List<Blob> blobs) throws Failure, IOException, InterruptedException {
    if (!blobs.isEmpty()) {
      ParallelBlobs.push(push, blobs, progress).forEach(one -> done.put(one.digest(), one));
    }
  }

  List<ImageDigest> digests() {
    List<ImageDigest> all = new ArrayList<>();
    asked.forEach(blob -> all.add(blob.digest()));
    believed.forEach(blob -> all.add(blob.digest()));
    return all;
  }

  /** What became of the layers. */
  PushReport report() {
    Map<BlobPush.Way, Long> ways =
        image.layers().stream()
            .map(Blob::digest)
            .distinct()
            .collect(Collectors.groupingBy(this::way, Collectors.counting()));
    return new PushReport(
        ways.getOrDefault(BlobPush.Way.SENT, 0L).intValue(),
        ways.getOrDefault(BlobPush.Way.THERE, 0L).intValue(),
        ways.getOrDefault(BlobPush.Way.MOUNTED, 0L).intValue(),
        done.values().stream().mapToLong(BlobPush.Done::sent).sum());
  }

  private BlobPush.Way way(ImageDigest digest) {
    BlobPush.Done one = done.get(digest);
    return one == null ? BlobPush.Way.THERE : one.way();
  }
}
