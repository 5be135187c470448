package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * The name of a target: what people call a place to deploy to, such as {@code staging} or {@code
 * production-eu}. It stands in addresses of pages and in audit entries, so it holds nothing that
 * would have to be escaped there. Case matters.
 *
 * @param value the name
 */
public record TargetName(String value) implements Comparable<TargetName> {
  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  public TargetName {
    Text.matching(
        ALLOWED,
        "target's name",
        value,
        "use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends,"
            + " such as staging");
    // Thousands of rollouts that wait name the same few.
    value = value.intern();
  }

  @Override
  public int compareTo(TargetName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
