package hudson.scm;

import hudson.model.Run;

public abstract class ChangeLogSet<T extends ChangeLogSet.Entry> implements Iterable<T> {
  private final RepositoryBrowser<?> browser;

  protected ChangeLogSet(Run<?, ?> run, RepositoryBrowser<?> browser) {
    this.browser = browser;
  }

  public RepositoryBrowser<?> getBrowser() {
    return browser;
  }

  public abstract boolean isEmptySet();

  public abstract static class Entry {
    public String getCommitId() {
      return null;
    }
  }
}
