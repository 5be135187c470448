package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * A traffic tag: the name before {@code ---} in a revision's own URL.
 *
 * @param value the tag, at most 46 characters
 */
public record TrafficTag(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z](?:[a-z0-9-]{0,44}[a-z0-9])?");

  public TrafficTag {
    Text.matching(
        ALLOWED,
        "traffic tag",
        value,
        "use at most 46 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen");
  }

  @Override
  public String toString() {
    return value;
  }
}
