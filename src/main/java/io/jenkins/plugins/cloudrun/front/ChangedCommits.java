package io.jenkins.plugins.cloudrun.front;

import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import hudson.scm.RepositoryBrowser;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.io.IOException;
import java.net.URL;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.RunWithSCM;

/** Commits among the changes of a build, as the browser of its repository knows them. */
final class ChangedCommits {
  private static final Logger LOGGER = Logger.getLogger(ChangedCommits.class.getName());

  /** A build that was repeated has no changes: they are in one before it. */
  private static final int MOST_BUILDS = 5;

  private ChangedCommits() {}

  /** Empty if there is no browser, or none of the last changes is this commit. */
  static Optional<CommitPage> page(Run<?, ?> last, CommitSha commit) {
    Run<?, ?> run = last;
    for (int i = 0; i < MOST_BUILDS && run != null; i++) {
      Optional<CommitPage> page = in(run, commit);
      if (page.isPresent()) {
        return page;
      }
      run = run.getPreviousBuild();
    }
    return Optional.empty();
  }

  private static Optional<CommitPage> in(Run<?, ?> run, CommitSha commit) {
    if (run instanceof RunWithSCM<?, ?> changed) {
      for (ChangeLogSet<? extends ChangeLogSet.Entry> changes : changed.getChangeSets()) {
        Optional<CommitPage> page = in(changes, commit);
        if (page.isPresent()) {
          return page;
        }
      }
    }
    return Optional.empty();
  }

  private static <E extends ChangeLogSet.Entry> Optional<CommitPage> in(
      ChangeLogSet<E> changes, CommitSha commit) {
    for (E change : changes) {
      if (commit.value().equals(change.getCommitId())) {
        return page(changes.getBrowser(), change);
      }
    }
    return Optional.empty();
  }

  /** The browser that a set of changes has is that of its changes. */
  @SuppressWarnings("unchecked")
  private static <E extends ChangeLogSet.Entry> Optional<CommitPage> page(
      RepositoryBrowser<?> browser, E change) {
    if (browser == null) {
      return Optional.empty();
    }
    try {
      URL url = ((RepositoryBrowser<E>) browser).getChangeSetLink(change);
      return Optional.ofNullable(url).map(URL::toString).flatMap(CommitPage::parse);
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.FINE, "A repository's browser gives no link", e);
      return Optional.empty();
    }
  }
}
