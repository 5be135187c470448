package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.util.regex.Pattern;

/**
 * Folders that package managers fill: nobody keeps own secrets there, and their tests have keys.
 */
public final class PackageFolders {
  private static final Pattern FOLDER =
      Pattern.compile(
          "(?:^|/)(?:node_modules|site-packages|dist-packages|vendor/(?:bundle|cache)|\\.m2"
              + "|\\.gradle|\\.venv|venv|gems)/|(?:^|/)vendor/(?:github\\.com|golang\\.org"
              + "|google\\.golang\\.org|k8s\\.io|gopkg\\.in)/");

  private PackageFolders() {}

  /** Whether the file at a path, written with '/', came with a package. */
  public static boolean contain(String path) {
    return path.indexOf('/') >= 0 && FOLDER.matcher(path).find();
  }
}
