package io.jenkins.plugins.cloudrun.front;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.Stopped;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images that a build made: so that a later deploy in it knows their commits, and for the
 * build's page, with the advice on them.
 */
public final class BuiltImages extends InvisibleAction {
  /** By name and digest: the same files may be pushed to two places. */
  private final Map<String, BuiltImage> byRef = new LinkedHashMap<>();

  /**
   * Keeps an image with its build.
   *
   * @param request what it was made for
   */
  public static void record(Run<?, ?> run, ImageRequest request, ImageAnswer answer) {
    record(run, new BuiltImage(answer, !request.lint().equals("off")));
  }

  /** Keeps what stopped an image. */
  public static void record(Run<?, ?> run, Stopped stopped) {
    record(run, new BuiltImage(stopped));
  }

  private static void record(Run<?, ?> run, BuiltImage image) {
    BuiltImages images;
    synchronized (run) {
      images = run.getAction(BuiltImages.class);
      if (images == null) {
        images = new BuiltImages();
        run.addAction(images);
      }
    }
    images.put(image);
  }

  /** The commit of an image, if {@code run} made it. */
  static Optional<CommitSha> commit(Run<?, ?> run, ImageReference image) {
    BuiltImages images = run.getAction(BuiltImages.class);
    return images == null
        ? Optional.empty()
        : image.digest().flatMap(digest -> images.commit(digest.value()));
  }

  /** For the build's page, in the order in which they were made. */
  public synchronized List<BuiltImage> getImages() {
    return new ArrayList<>(byRef.values());
  }

  synchronized void put(BuiltImage image) {
    byRef.put(image.getRef(), image);
  }

  synchronized Optional<CommitSha> commit(String digest) {
    return byRef.values().stream()
        .filter(image -> image.getDigest().equals(digest))
        .reduce((earlier, later) -> later)
        .map(image -> new CommitSha(image.getCommit()));
  }
}
