package hudson.plugins.git.util;

import hudson.model.Result;
import hudson.plugins.git.Revision;
import java.io.Serializable;

public class Build implements Serializable, Cloneable {
  private static final long serialVersionUID = 1L;

  public Build(Revision revision, int buildNumber, Result result) {}

  /** Whether it built a commit that begins so. */
  public boolean isFor(String sha1) {
    throw new UnsupportedOperationException();
  }
}
