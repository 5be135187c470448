package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * A Google Cloud project: its id (6 to 30 characters, optionally with a domain before a colon) or
 * its number. Both may stand in resource names.
 *
 * @param value the id or number as it stands in resource names
 */
public record ProjectId(String value) {
  private static final Pattern ALLOWED =
      Pattern.compile("(?:[a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9]{1,20}");

  public ProjectId {
    Text.matching(
        ALLOWED,
        "project",
        value,
        "give the project's id (6 to 30 lower-case letters, digits and hyphens, beginning with a"
            + " letter) or its number");
    // Thousands of rollouts that wait name the same few.
    value = value.intern();
  }

  @Override
  public String toString() {
    return value;
  }
}
