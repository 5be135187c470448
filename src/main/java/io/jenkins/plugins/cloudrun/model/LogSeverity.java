package io.jenkins.plugins.cloudrun.model;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How bad a log entry is: Cloud Logging's LogSeverity, mildest first. */
public enum LogSeverity {
  /** Not said: plain text that a container writes has this one. */
  DEFAULT,
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  /** The severity of this name, in any case. */
  public static LogSeverity parse(String text) {
    return Stream.of(values())
        .filter(severity -> severity.name().equals(text.trim().toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "'"
                        + text
                        + "' is not a severity: it is one of "
                        + Stream.of(values()).map(Enum::name).collect(Collectors.joining(", "))
                        + "."));
  }
}
