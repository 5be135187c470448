package io.jenkins.plugins.cloudrun.image.ignore;

import java.util.Optional;

/**
 * One line of a {@code .gitignore}, as the manual page gitignore(5) describes it.
 *
 * @param text without '!', and without slashes at its ends
 * @param negated whether it takes back what an earlier line left out
 * @param folders whether it stands for folders alone
 * @param anchored whether it is compared with the whole path below its file, else with the name
 */
record GitPattern(String text, boolean negated, boolean folders, boolean anchored) {
  /** Empty for comments, blank lines and what can match nothing. */
  static Optional<GitPattern> parse(String line) {
    String text = withoutTrailingSpaces(line);
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    boolean negated = text.startsWith("!");
    if (negated) {
      text = text.substring(1);
    }
    boolean folders = text.endsWith("/");
    if (folders) {
      text = text.substring(0, text.length() - 1);
    }
    boolean anchored = text.contains("/");
    if (text.startsWith("/")) {
      text = text.substring(1);
    }
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new GitPattern(text, negated, folders, anchored));
  }

  /**
   * @param path relative to the folder of the ignore file
   */
  boolean matches(String path, boolean folder) {
    if (folders && !folder) {
      return false;
    }
    String name = anchored ? path : path.substring(path.lastIndexOf('/') + 1);
    return GitWildcard.matches(text, name);
  }

  /** Spaces at the end do not count unless the last of them has a backslash before it. */
  private static String withoutTrailingSpaces(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && !isEscaped(line, end - 1)) {
      end--;
    }
    return line.substring(0, end);
  }

  private static boolean isEscaped(String line, int at) {
    int slashes = 0;
    while (at - slashes > 0 && line.charAt(at - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}
