package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shell's pattern in an expansion: {@code *}, {@code ?} and a backslash; no brackets. */
final class ShellPattern {
  private final String shortest;
  private final String longest;

  ShellPattern(String text) {
    shortest = expression(text, ".*?");
    longest = expression(text, ".*");
  }

  String withoutStart(String value, boolean greedy) {
    Matcher matcher = pattern(greedy ? longest : shortest).matcher(value);
    return matcher.lookingAt() ? value.substring(matcher.end()) : value;
  }

  String withoutEnd(String value, boolean greedy) {
    Pattern whole = pattern(shortest);
    // Each place in turn, from the end for the shortest.
    for (int i = 0; i <= value.length(); i++) {
      int start = greedy ? i : value.length() - i;
      if (whole.matcher(value.substring(start)).matches()) {
        return value.substring(0, start);
      }
    }
    return value;
  }

  String replace(String value, String replacement, boolean all) {
    Matcher matcher = pattern(longest).matcher(value);
    String quoted = Matcher.quoteReplacement(replacement);
    return all ? matcher.replaceAll(quoted) : matcher.replaceFirst(quoted);
  }

  private static Pattern pattern(String expression) {
    return Pattern.compile(expression, Pattern.DOTALL);
  }

  private static String expression(String text, String star) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        out.append(star);
      } else if (c == '?') {
        out.append('.');
      } else {
        if (c == '\\' && i + 1 < text.length()) {
          c = text.charAt(++i);
        }
        out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return out.toString();
  }
}
