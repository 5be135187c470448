package hudson.slaves;

import hudson.FilePath;

public final class WorkspaceList {
  public static final String COMBINATOR = "@";

  public static FilePath tempDir(FilePath ws) {
    return ws.sibling(ws.getName() + COMBINATOR + "tmp");
  }
}
