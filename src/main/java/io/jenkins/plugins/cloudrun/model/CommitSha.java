package io.jenkins.plugins.cloudrun.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A git commit.
 *
 * @param value 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits
 */
public record CommitSha(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  public CommitSha {
    value = value.trim().toLowerCase(Locale.ROOT);
    Text.matching(ALLOWED, "commit", value, "give all 40 (or 64) hexadecimal digits of its SHA");
  }

  /** The first 12 digits, for people. */
  public String abbreviated() {
    return value.substring(0, 12);
  }

  @Override
  public String toString() {
    return value;
  }
}
