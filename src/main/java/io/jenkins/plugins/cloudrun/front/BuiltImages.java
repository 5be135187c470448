package io.jenkins.plugins.cloudrun.front;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.settings.Commits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The images that a build made, so that a later deploy in it knows their commits. */
public final class BuiltImages extends InvisibleAction {
  /** Commit by digest. */
  private final Map<String, String> commits = new LinkedHashMap<>();

  public static void record(Run<?, ?> run, ImageAnswer answer) {
    BuiltImages images;
    synchronized (run) {
      images = run.getAction(BuiltImages.class);
      if (images == null) {
        images = new BuiltImages();
        run.addAction(images);
      }
    }
    images.put(answer.digest(), answer.commit());
  }

  /** Knows the commits of the images that {@code run} made. */
  public static Commits of(Run<?, ?> run) {
    BuiltImages images = run.getAction(BuiltImages.class);
    return images == null
        ? Commits.UNKNOWN
        : image -> image.digest().map(ImageDigest::value).flatMap(images::commit);
  }

  private synchronized void put(String digest, String commit) {
    commits.put(digest, commit);
  }

  private synchronized Optional<CommitSha> commit(String digest) {
    return Optional.ofNullable(commits.get(digest)).map(CommitSha::new);
  }
}
