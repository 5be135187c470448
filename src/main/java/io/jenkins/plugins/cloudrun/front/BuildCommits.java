package io.jenkins.plugins.cloudrun.front;

import hudson.model.Run;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.platform.CommitPages;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.settings.Commits;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a build of Jenkins knows of commits. Asked when a rollout starts, as it keeps the answer: a
 * page that shows hundreds of commits reads no build, and builds get deleted.
 */
public final class BuildCommits implements Commits {
  private static final Logger LOGGER = Logger.getLogger(BuildCommits.class.getName());

  private final Run<?, ?> run;

  private BuildCommits(Run<?, ?> run) {
    this.run = run;
  }

  /** Looks when it is asked, and not before. */
  public static Commits of(Run<?, ?> run) {
    return new BuildCommits(run);
  }

  /** Of an image that this build made. */
  @Override
  public Optional<CommitSha> of(ImageReference image) {
    return BuiltImages.commit(run, image);
  }

  /** By what the build checked out, or else by what has changed in it. */
  @Override
  public Optional<CommitPage> page(CommitSha commit) {
    for (CommitPages pages : Platform.get().commitPages()) {
      try {
        Optional<CommitPage> page = pages.page(run, commit);
        if (page.isPresent()) {
          return page;
        }
      } catch (RuntimeException | LinkageError e) {
        // Another plugin's browser: a link is not worth a rollout.
        LOGGER.log(Level.WARNING, e, () -> "The page of a commit cannot be found for " + run);
      }
    }
    return ChangedCommits.page(run, commit);
  }
}
