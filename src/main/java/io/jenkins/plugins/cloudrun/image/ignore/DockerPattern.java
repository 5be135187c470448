package io.jenkins.plugins.cloudrun.image.ignore;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One pattern of a {@code .dockerignore}, with the meaning that Docker's own matcher gives it, its
 * oddities included: {@code **file} is any path that ends with "file", {@code dir/**} any that
 * begins with "dir/".
 *
 * @param text cleaned, without the exclamation mark
 * @param negated whether it takes back what an earlier pattern left out
 */
record DockerPattern(String text, boolean negated, Pattern expression) {
  /** What Docker's matcher escapes; '^' is missing there as well. */
  private static final String ESCAPED = ".+()|{}$";

  /** Letters and digits that Go's expressions know after a backslash. */
  private static final String CLASSES = "dwsDWSabfnrtvABz";

  static DockerPattern of(String text, boolean negated) {
    GoPattern.parse(text);
    try {
      return new DockerPattern(text, negated, expression(text));
    } catch (PatternSyntaxException e) {
      throw new InvalidValueException("'" + text + "' is no pattern: " + e.getDescription() + ".");
    }
  }

  boolean matches(String path) {
    return expression.matcher(path).matches();
  }

  private static Pattern expression(String text) {
    boolean stars = text.startsWith("**");
    String rest = stars ? text.substring(2) : text;
    if (stars && isPlain(rest)) {
      // Ends with the rest; a leading slash of it may be missing.
      String ending = ".*" + Pattern.quote(rest);
      String whole = rest.startsWith("/") ? "|" + Pattern.quote(rest.substring(1)) : "";
      return Pattern.compile(ending + whole, Pattern.DOTALL);
    }
    if (text.endsWith("**") && isPlain(text.substring(0, text.length() - 2))) {
      String start = Pattern.quote(text.substring(0, text.length() - 2));
      return Pattern.compile(start + ".*", Pattern.DOTALL);
    }
    if (isPlain(text)) {
      return Pattern.compile(Pattern.quote(text));
    }
    return Pattern.compile(java(go(text)), Pattern.UNIX_LINES);
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(c -> c == '*' || c == '?' || c == '[' || c == ']' || c == '\\');
  }

  /** The regular expression that Docker makes, in Go's syntax. */
  private static String go(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' && text.startsWith("*", i + 1)) {
        i++;
        if (text.startsWith("/", i + 1)) {
          i++;
        }
        out.append(i + 1 == text.length() ? ".*" : "(.*/)?");
      } else if (c == '*') {
        out.append("[^/]*");
      } else if (c == '?') {
        out.append("[^/]");
      } else if (ESCAPED.indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else if (c == '\\') {
        char next = text.charAt(++i);
        if (Character.isLetterOrDigit(next) && next < 128 && CLASSES.indexOf(next) < 0) {
          throw new InvalidValueException(
              "'" + text + "' is no pattern: a backslash stands before '" + next + "'.");
        }
        out.append('\\').append(next);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The same for Java, where '[' and '&' mean more inside brackets. */
  private static String java(String go) {
    StringBuilder out = new StringBuilder();
    int open = -1;
    for (int i = 0; i < go.length(); i++) {
      char c = go.charAt(i);
      if (c == '\\') {
        out.append(c).append(go.charAt(++i));
      } else if (open < 0) {
        out.append(c);
        if (c == '[') {
          open = i;
          if (go.startsWith("^", i + 1)) {
            out.append(go.charAt(++i));
            open = i;
          }
        }
      } else if (c == ']' && i > open + 1) {
        out.append(c);
        open = -1;
      } else if (c == '[' || c == '&' || c == ']') {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
