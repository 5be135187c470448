package hudson.scm;

import hudson.ExtensionPoint;
import hudson.model.Describable;

public abstract class SCM implements Describable<SCM>, ExtensionPoint {
  /** Null if there is none. */
  public RepositoryBrowser<?> getBrowser() {
    return null;
  }

  /** The one that is configured, or else a guess; null if there is none. */
  public final RepositoryBrowser<?> getEffectiveBrowser() {
    return getBrowser();
  }
}
