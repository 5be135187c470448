package io.jenkins.plugins.cloudrun.release;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import hudson.scm.RepositoryBrowser;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.io.IOException;
import java.net.URL;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.RunWithSCM;

/** Where people look at a commit, as the browser of the build's repository knows it. */
final class CommitLink {
  private static final Logger LOGGER = Logger.getLogger(CommitLink.class.getName());

  /** A build that was repeated has no changes: they are in one before it. */
  private static final int MOST_BUILDS = 5;

  private CommitLink() {}

  /** Empty if there is no browser, or none of the last changes is this commit. */
  static Optional<String> of(Job<?, ?> job, Optional<Integer> build, CommitSha commit) {
    if (build.isEmpty() || !job.hasPermission(Item.READ)) {
      return Optional.empty();
    }
    Run<?, ?> run = job.getBuildByNumber(build.get());
    for (int i = 0; i < MOST_BUILDS && run != null; i++) {
      Optional<String> link = in(run, commit);
      if (link.isPresent()) {
        return link;
      }
      run = run.getPreviousBuild();
    }
    return Optional.empty();
  }

  private static Optional<String> in(Run<?, ?> run, CommitSha commit) {
    if (run instanceof RunWithSCM<?, ?> changed) {
      for (ChangeLogSet<? extends ChangeLogSet.Entry> changes : changed.getChangeSets()) {
        Optional<String> link = in(changes, commit);
        if (link.isPresent()) {
          return link;
        }
      }
    }
    return Optional.empty();
  }

  private static <E extends ChangeLogSet.Entry> Optional<String> in(
      ChangeLogSet<E> changes, CommitSha commit) {
    for (E change : changes) {
      if (commit.value().equals(change.getCommitId())) {
        return link(changes.getBrowser(), change);
      }
    }
    return Optional.empty();
  }

  /** The browser that a set of changes has is that of its changes. */
  @SuppressWarnings("unchecked")
  private static <E extends ChangeLogSet.Entry> Optional<String> link(
      RepositoryBrowser<?> browser, E change) {
    if (browser == null) {
      return Optional.empty();
    }
    try {
      URL url = ((RepositoryBrowser<E>) browser).getChangeSetLink(change);
      // It comes from the job's configuration: nothing that a click would run.
      return Optional.ofNullable(url)
          .filter(link -> link.getProtocol().matches("https?"))
          .map(URL::toString);
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.FINE, "A repository's browser gives no link", e);
      return Optional.empty();
    }
  }
}
