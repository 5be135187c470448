package io.jenkins.plugins.cloudrun.git;

import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.Revision;
import hudson.plugins.git.browser.GitRepositoryBrowser;
import hudson.plugins.git.util.BuildData;
import hudson.scm.SCM;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.Forge;
import io.jenkins.plugins.cloudrun.platform.CommitPages;
import java.io.IOException;
import java.net.URL;
import java.util.Collection;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * By what the git plugin remembers of a build's checkouts: the browser that is configured for the
 * repository, or else the repository's own address.
 *
 * @param <R> the kind of build that it knows
 */
abstract class GitCommitPages<R> implements CommitPages {
  private static final Logger LOGGER = Logger.getLogger(GitCommitPages.class.getName());

  private final Class<R> kind;

  GitCommitPages(Class<R> kind) {
    this.kind = kind;
  }

  /** What the build has checked out so far, or was to. */
  abstract Collection<? extends SCM> checkouts(R build);

  @Override
  public final Optional<CommitPage> page(Run<?, ?> run, CommitSha commit) {
    if (!kind.isInstance(run)) {
      return Optional.empty();
    }
    for (BuildData checkout : run.getActions(BuildData.class)) {
      if (has(checkout, commit)) {
        Optional<CommitPage> page =
            browsed(run, checkout, commit)
                .or(
                    () ->
                        checkout.getRemoteUrls().stream()
                            .flatMap(remote -> Forge.page(remote, commit).stream())
                            .findFirst());
        if (page.isPresent()) {
          return page;
        }
      }
    }
    return Optional.empty();
  }

  /** Several repositories may have been checked out: only this one's pages have the commit. */
  private static boolean has(BuildData checkout, CommitSha commit) {
    Revision last = checkout.getLastBuiltRevision();
    return (last != null && commit.value().equals(last.getSha1String()))
        || checkout.getBuildsByBranchName().values().stream()
            .anyMatch(built -> built.isFor(commit.value()));
  }

  private Optional<CommitPage> browsed(Run<?, ?> run, BuildData checkout, CommitSha commit) {
    for (SCM scm : checkouts(kind.cast(run))) {
      if (scm instanceof GitSCM git
          && of(git, run, checkout)
          && git.getEffectiveBrowser() instanceof GitRepositoryBrowser browser) {
        return page(browser, commit);
      }
    }
    return Optional.empty();
  }

  private static boolean of(GitSCM git, Run<?, ?> run, BuildData checkout) {
    BuildData own = git.getBuildData(run);
    return own != null && own.getRemoteUrls().equals(checkout.getRemoteUrls());
  }

  private static Optional<CommitPage> page(GitRepositoryBrowser browser, CommitSha commit) {
    try {
      URL url = browser.getChangeSetLink(commit.value());
      return Optional.ofNullable(url).map(URL::toString).flatMap(CommitPage::parse);
    } catch (IOException e) {
      LOGGER.log(Level.FINE, "A repository's browser gives no link", e);
      return Optional.empty();
    }
  }
}
