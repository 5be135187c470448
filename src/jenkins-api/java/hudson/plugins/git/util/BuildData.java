package hudson.plugins.git.util;

import hudson.model.Action;
import hudson.plugins.git.Revision;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

public class BuildData implements Action, Serializable, Cloneable {
  private static final long serialVersionUID = 1L;

  @Override
  public String getIconFileName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getDisplayName() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getUrlName() {
    throw new UnsupportedOperationException();
  }

  /** Null before anything was checked out. */
  public Revision getLastBuiltRevision() {
    throw new UnsupportedOperationException();
  }

  public Map<String, Build> getBuildsByBranchName() {
    throw new UnsupportedOperationException();
  }

  public Set<String> getRemoteUrls() {
    throw new UnsupportedOperationException();
  }
}
