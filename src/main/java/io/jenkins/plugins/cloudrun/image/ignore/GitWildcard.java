package io.jenkins.plugins.cloudrun.image.ignore;

/**
 * How git compares a pattern with a path: {@code *} and {@code ?} stop at slashes, {@code **}
 * between slashes or ends is any number of folders, brackets know ranges and POSIX classes.
 */
final class GitWildcard {
  private final String pattern;
  private final String text;

  private GitWildcard(String pattern, String text) {
    this.pattern = pattern;
    this.text = text;
  }

  static boolean matches(String pattern, String text) {
    return new GitWildcard(pattern, text).matches(0, 0);
  }

  private boolean matches(int p, int t) {
    while (p < pattern.length()) {
      char c = pattern.charAt(p);
      if (c == '*') {
        return star(p, t);
      }
      if (t >= text.length()) {
        return false;
      }
      char have = text.charAt(t++);
      if (c == '[') {
        GitBracket bracket = GitBracket.parse(pattern, p);
        if (bracket.end() < 0 || have == '/' || !bracket.includes(have)) {
          return false;
        }
        p = bracket.end();
      } else if (c == '?') {
        if (have == '/') {
          return false;
        }
        p++;
      } else {
        if (c == '\\') {
          if (++p >= pattern.length()) {
            return false;
          }
          c = pattern.charAt(p);
        }
        if (c != have) {
          return false;
        }
        p++;
      }
    }
    return t == text.length();
  }

  private boolean star(int first, int t) {
    int p = first;
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    boolean begins = first == 0 || pattern.charAt(first - 1) == '/';
    boolean ends = p == pattern.length() || pattern.charAt(p) == '/';
    boolean folders = p - first > 1 && begins && ends;
    if (folders && p < pattern.length() && matches(p + 1, t)) {
      return true; // No folder at all.
    }
    for (int end = t; ; end++) {
      if (matches(p, end)) {
        return true;
      }
      if (end >= text.length() || (!folders && text.charAt(end) == '/')) {
        return false;
      }
    }
  }
}
