package org.jenkinsci.plugins.workflow;

import hudson.FilePath;
import java.io.File;

/** Of this machine alone. */
public class FilePathUtils {
  private FilePathUtils() {}

  public static String getNodeName(FilePath f) throws IllegalStateException {
    return "";
  }

  public static FilePath find(String node, String path) {
    return new FilePath(new File(path));
  }
}
