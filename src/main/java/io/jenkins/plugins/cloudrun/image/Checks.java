package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What every value in a request has to keep to. */
final class Checks {
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  private Checks() {}

  static String given(String parameter, String value) {
    if (value.isBlank()) {
      throw new InvalidValueException(parameter + " is empty: give it, or leave it out.");
    }
    return value;
  }

  static List<String> allGiven(String parameter, List<String> values) {
    values.forEach(value -> given(parameter, value));
    return values;
  }

  /**
   * A path below the workspace, with '/' between its parts and without '.' in between; empty stays
   * empty. Symbolic links that lead out are refused where the file is opened.
   */
  static String relative(String parameter, String path) {
    String slashed = path.trim().replace('\\', '/');
    if (slashed.indexOf('\0') >= 0
        || slashed.startsWith("/")
        || DRIVE.matcher(slashed).matches()
        || List.of(slashed.split("/", -1)).contains("..")) {
      throw new InvalidValueException(
          parameter
              + " '"
              + shown(path)
              + "' leaves the workspace: give a path relative to it, without '..'.");
    }
    return slashed;
  }

  /** One of some words, the first when nothing is given. */
  static String oneOf(String parameter, String value, String... words) {
    String given = value.trim();
    if (given.isEmpty()) {
      return words[0];
    }
    if (!List.of(words).contains(given)) {
      throw new InvalidValueException(
          parameter + " '" + shown(value) + "' is not one of " + String.join(", ", words) + ".");
    }
    return given;
  }

  /** An absolute path in the image; empty stays empty. */
  static String inImage(String parameter, String path) {
    if (!path.isEmpty() && (!path.startsWith("/") || hasDots(path))) {
      throw new InvalidValueException(
          parameter
              + " '"
              + shown(path)
              + "' is not a path in the image: begin it with '/', without '.' or '..' in it.");
    }
    return path;
  }

  /** Parameters of which each excludes the others. */
  static void atMostOne(Map<String, Boolean> given) {
    List<String> names =
        given.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    if (names.size() > 1) {
      throw new InvalidValueException(
          names.size() == 2
              ? names.get(0) + " and " + names.get(1) + " are both given: keep one of them."
              : String.join(", ", names) + " are given: keep one of them.");
    }
  }

  static boolean hasDots(String path) {
    List<String> parts = List.of(path.split("/", -1));
    return parts.contains(".") || parts.contains("..") || path.indexOf('\0') >= 0;
  }

  /** At most 120 characters of a value, so that a pasted file does not flood a log. */
  static String shown(String value) {
    return value.length() <= 120 ? value : value.substring(0, 117) + "...";
  }
}
