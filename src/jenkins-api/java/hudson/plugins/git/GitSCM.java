package hudson.plugins.git;

import hudson.model.Run;
import hudson.plugins.git.browser.GitRepositoryBrowser;
import hudson.plugins.git.util.BuildData;

public class GitSCM extends GitSCMBackwardCompatibility {
  private static final long serialVersionUID = 1L;

  public GitSCM(String repositoryUrl) {}

  @Override
  public GitRepositoryBrowser getBrowser() {
    throw new UnsupportedOperationException();
  }

  /** Null if the build has not checked it out. */
  public BuildData getBuildData(Run build) {
    throw new UnsupportedOperationException();
  }
}
