package io.jenkins.plugins.cloudrun.image.lint;

import java.io.Serializable;
import java.util.LinkedHashMap;

/**
 * One piece of advice.
 *
 * @param id stable name of the rule, such as {@code secret-in-layer}
 * @param severity how bad it may get
 * @param file where, relative to the context or in the image; empty if it is about no file
 * @param line from 1; 0 if it is about no line
 * @param message what was found; never a secret's value
 * @param advice what may happen, and what to do
 */
public record Finding(
    String id, Severity severity, String file, int line, String message, String advice)
    implements Serializable {
  /** How bad it may get. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }

  /** For the step's return value: text and numbers only. */
  public LinkedHashMap<String, Object> toMap() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("severity", severity.name().toLowerCase(java.util.Locale.ROOT));
    map.put("file", file);
    map.put("line", line);
    map.put("message", message);
    map.put("advice", advice);
    return map;
  }
}
