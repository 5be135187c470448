package io.jenkins.plugins.cloudrun.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How bad a vulnerability is, as Artifact Analysis ranks it ({@code grafeas.v1.Severity}). */
public enum Severity {
  /** Not ranked yet; never more than any limit. */
  UNSPECIFIED,
  MINIMAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** Those that somebody can name, mildest first. */
  public static List<Severity> named() {
    return Arrays.stream(values()).filter(severity -> severity != UNSPECIFIED).toList();
  }

  /**
   * Parses what a person wrote, in upper or lower case.
   *
   * @throws InvalidValueException if it is none of {@link #named()}
   */
  public static Severity parse(String text) {
    String wanted = text.trim().toUpperCase(Locale.ROOT);
    return named().stream()
        .filter(severity -> severity.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "'"
                        + Text.shortened(text)
                        + "' is not a severity: use one of "
                        + named().stream().map(Enum::name).collect(Collectors.joining(", "))
                        + "."));
  }

  /** Whether this is as bad as {@code limit} or worse. */
  public boolean reaches(Severity limit) {
    return compareTo(limit) >= 0;
  }
}
