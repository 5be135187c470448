package io.jenkins.plugins.cloudrun.image.ignore;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;

/**
 * A pattern of Go's {@code filepath.Match} on Unix, which Docker uses for sources of {@code COPY}
 * and {@code ADD}: {@code *} and {@code ?} stop at slashes, <code>[a-c]</code> and <code>[^a-c]
 * </code> are one character, a backslash takes what follows as it is. The whole name has to match.
 */
public final class GoPattern {
  private final String pattern;

  private GoPattern(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Checks and keeps a pattern.
   *
   * @throws InvalidValueException if a bracket is not closed or empty, or a backslash ends it
   */
  public static GoPattern parse(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        if (++i >= pattern.length()) {
          throw bad(pattern, "it ends with a backslash");
        }
      } else if (c == '[') {
        i = bracketEnd(pattern, i);
      }
    }
    return new GoPattern(pattern);
  }

  /** Whether text has characters that mean more than themselves. */
  public static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
  }

  /** Whether the whole name matches. */
  public boolean matches(String name) {
    return matches(0, name, 0);
  }

  private boolean matches(int p, String name, int n) {
    while (p < pattern.length()) {
      char c = pattern.charAt(p);
      if (c == '*') {
        for (int end = n; ; end++) {
          if (matches(p + 1, name, end)) {
            return true;
          }
          if (end >= name.length() || name.charAt(end) == '/') {
            return false;
          }
        }
      }
      if (n >= name.length()) {
        return false;
      }
      int point = name.codePointAt(n);
      if (c == '[') {
        if (!bracketMatches(p, point)) {
          return false;
        }
        p = bracketEnd(pattern, p) + 1;
      } else if (c == '?') {
        if (point == '/') {
          return false;
        }
        p++;
      } else {
        if (c == '\\') {
          p++;
        }
        int wanted = pattern.codePointAt(p);
        if (wanted != point) {
          return false;
        }
        p += Character.charCount(wanted);
      }
      n += Character.charCount(point);
    }
    return n == name.length();
  }

  private boolean bracketMatches(int open, int point) {
    int at = open + 1;
    boolean negated = pattern.charAt(at) == '^';
    if (negated) {
      at++;
    }
    boolean found = false;
    while (pattern.charAt(at) != ']') {
      at = escaped(pattern, at);
      int low = pattern.codePointAt(at);
      at += Character.charCount(low);
      int high = low;
      if (pattern.charAt(at) == '-') {
        at = escaped(pattern, at + 1);
        high = pattern.codePointAt(at);
        at += Character.charCount(high);
      }
      found |= low <= point && point <= high;
    }
    return found != negated;
  }

  private static int bracketEnd(String pattern, int open) {
    int at = open + 1;
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    for (int ranges = 0; ; ranges++) {
      if (ranges > 0 && at < pattern.length() && pattern.charAt(at) == ']') {
        return at;
      }
      at = bound(pattern, at);
      if (at < pattern.length() && pattern.charAt(at) == '-') {
        at = bound(pattern, at + 1);
      }
    }
  }

  /** After one end of a range. */
  private static int bound(String pattern, int at) {
    if (at >= pattern.length() || pattern.charAt(at) == '-' || pattern.charAt(at) == ']') {
      throw bad(pattern, "its '[' is empty, not closed, or has a '-' that wants a backslash");
    }
    int plain = escaped(pattern, at);
    if (plain >= pattern.length()) {
      throw bad(pattern, "its '[' is not closed");
    }
    int after = plain + Character.charCount(pattern.codePointAt(plain));
    if (after >= pattern.length()) {
      throw bad(pattern, "its '[' is not closed");
    }
    return after;
  }

  private static int escaped(String pattern, int at) {
    return pattern.charAt(at) == '\\' ? at + 1 : at;
  }

  private static InvalidValueException bad(String pattern, String why) {
    return new InvalidValueException("'" + pattern + "' is no pattern: " + why + ".");
  }

  @Override
  public String toString() {
    return pattern;
  }
}
