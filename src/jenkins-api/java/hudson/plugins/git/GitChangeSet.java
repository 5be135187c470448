package hudson.plugins.git;

import hudson.scm.ChangeLogSet;
import java.util.List;

public class GitChangeSet extends ChangeLogSet.Entry {
  public GitChangeSet(List<String> lines, boolean authorOrCommitter) {}
}
