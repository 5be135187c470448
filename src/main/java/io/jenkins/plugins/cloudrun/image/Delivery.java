package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.assembly.Assembly;
import io.jenkins.plugins.cloudrun.image.base.BaseImages;
import io.jenkins.plugins.cloudrun.image.base.RunnableCheck;
import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import io.jenkins.plugins.cloudrun.image.layer.LayerCache;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.DamagedBlobException;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.image.push.ImagePush;
import io.jenkins.plugins.cloudrun.image.push.KnownBlobs;
import io.jenkins.plugins.cloudrun.image.push.PushReport;
import io.jenkins.plugins.cloudrun.image.push.TagPolicy;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From a description to an image in its registry. */
final class Delivery {
  private final ImagePush push;
  private final LayerCache layers;
  private final RunnableCheck check;
  private final Evidence evidence;
  private final Progress progress;

  Delivery(
      RegistryClient registry, BaseImages bases, Path cache, Progress progress, String architecture)
      throws IOException {
    this.push = new ImagePush(registry, new KnownBlobs(cache.resolve("known")), progress::line);
    this.layers = new LayerCache(cache.resolve("layers"), LayerCache.USUAL_LIMIT);
    this.progress = progress;
    this.check = new RunnableCheck(architecture);
    this.evidence = new Evidence(push, bases, cache.resolve("parts"), progress);
  }

  /** What was pushed, and what that took. */
  record Delivered(Image image, PushReport report) {
    long size() {
      return image.layers().stream().mapToLong(Blob::size).sum();
    }

    /** What became of the layers, for people. */
    String layers() {
      return String.format(
          Locale.ROOT,
          "Layers: %d pushed, %d already in the registry, %d mounted (%.1f MB in all).",
          report.pushed(),
          report.reused(),
          report.mounted(),
          size() / 1e6);
    }
  }

  /** Begins an image. */
  Making begin(Work work) {
    return new Making(work, push, layers);
  }

  /**
   * The image, if its layers are known from before and the registry has it under all its tags
   * already.
   */
  Optional<Delivered> unchanged(Work work, Draft draft, Making making)
      throws Failure, InterruptedException {
    if (making.known().isEmpty() || work.request().sbom()) {
      return Optional.empty();
    }
    Image image = assembled(draft, making.known().get());
    return push.unchanged(image, work.request().name(), work.tags(), making.before())
        .map(report -> new Delivered(image, report));
  }

  private Image assembled(Draft draft, List<LayerBlob> blobs) {
    return Assembly.assemble(
        draft.plan(), draft.under(), draft.extras(), blobs, draft.annotations());
  }

  /** Puts the image together, pushes what the registry has not, and what is to stand beside it. */
  Delivered deliver(Work work, Draft draft, Making making)
      throws Failure, IOException, InterruptedException {
    List<LayerBlob> blobs = making.blobs(draft.plan().getLayers());
    Image image = assembled(draft, blobs);
    if (image.config().origin() instanceof Blob.Origin.InMemory config) {
      check.check(config.bytes());
    }
    TagPolicy policy = TagPolicy.valueOf(work.request().tagPolicy().toUpperCase(Locale.ROOT));
    PushReport report;
    try {
      report = push.push(image, work.request().name(), work.tags(), policy, making.before());
    } catch (DamagedBlobException e) {
      making.forget(e.digest());
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "Could not push "
              + work.request().name()
              + ": the layer "
              + e.digest()
              + " was damaged in the cache of this agent, and the registry refused it. It has been"
              + " dropped from the cache: build again. If this comes back, check the agent's disk.",
          e);
    }
    making.abandonUploads();
    Delivered done = new Delivered(image, report);
    progress.line(done.layers());
    evidence.attach(work, draft, image);
    return done;
  }
}
