package io.jenkins.plugins.cloudrun.front;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.settings.Commits;
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
  private final Map<String, BuiltImage> byDigest = new LinkedHashMap<>();

  public static void record(Run<?, ?> run, ImageAnswer answer) {
    BuiltImages images;
    synchronized (run) {
      images = run.getAction(BuiltImages.class);
      if (images == null) {
        images = new BuiltImages();
        run.addAction(images);
      }
    }
    images.put(answer.digest(), new BuiltImage(answer));
  }

  /** Knows the commits of the images that {@code run} made. */
  public static Commits of(Run<?, ?> run) {
    BuiltImages images = run.getAction(BuiltImages.class);
    return images == null
        ? Commits.UNKNOWN
        : image -> image.digest().map(ImageDigest::value).flatMap(images::commit);
  }

  /** For the build's page, in the order in which they were made. */
  public synchronized List<BuiltImage> getImages() {
    return new ArrayList<>(byDigest.values());
  }

  private synchronized void put(String digest, BuiltImage image) {
    byDigest.put(digest, image);
  }

  private synchronized Optional<CommitSha> commit(String digest) {
    return Optional.ofNullable(byDigest.get(digest)).map(BuiltImage::getCommit).map(CommitSha::new);
  }
}
