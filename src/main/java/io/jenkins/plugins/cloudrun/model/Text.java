package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/** The checks that the value types of this package share. */
final class Text {
  private Text() {}

  /**
   * {@code value}, if it matches {@code pattern}; otherwise an exception that says what {@code
   * kind} allows.
   */
  static String matching(Pattern pattern, String kind, String value, String allowed) {
    if (!pattern.matcher(value).matches()) {
      throw new InvalidValueException(
          "'" + shortened(value) + "' is not " + article(kind) + kind + ": " + allowed + ".");
    }
    return value;
  }

  /** At most 120 characters of a value, so that a pasted file does not flood a log. */
  static String shortened(String value) {
    return value.length() <= 120 ? value : value.substring(0, 117) + "...";
  }

  private static String article(String kind) {
    return "aeiou".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ";
  }
}
