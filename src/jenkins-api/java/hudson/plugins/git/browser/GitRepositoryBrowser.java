package hudson.plugins.git.browser;

import hudson.plugins.git.GitChangeSet;
import hudson.scm.RepositoryBrowser;
import java.io.IOException;
import java.net.URL;

public abstract class GitRepositoryBrowser extends RepositoryBrowser<GitChangeSet> {
  private static final long serialVersionUID = 1L;

  protected GitRepositoryBrowser(String repourl) {}

  /** Null for no commit. */
  public URL getChangeSetLink(String commitId) throws IOException {
    throw new UnsupportedOperationException();
  }
}
