package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.regex.Pattern;

/** What Google Cloud takes as a resource's label. */
final class Labels {
  private static final Pattern KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

  private Labels() {}

  static void check(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw new InvalidValueException(
          "labels: '"
              + key
              + "' is not a label's name: use at most 63 lower-case letters, digits, '_' and '-',"
              + " beginning with a letter.");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new InvalidValueException(
          "labels: '"
              + value
              + "' is not a value for "
              + key
              + ": use at most 63 lower-case letters, digits, '_' and '-'.");
    }
  }
}
