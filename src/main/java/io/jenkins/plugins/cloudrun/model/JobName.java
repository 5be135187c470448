package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * The id of a Cloud Run job: at most 56 characters, so that the execution's name (the job's name, a
 * hyphen and five characters) still fits a label of 63.
 *
 * @param value the id
 */
public record JobName(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z](?:[a-z0-9-]{0,54}[a-z0-9])?");

  public JobName {
    Text.matching(
        ALLOWED,
        "job name",
        value,
        "use at most 56 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen"
            + (value.length() > 56 ? " (this one has " + value.length() + " characters)" : ""));
  }

  @Override
  public String toString() {
    return value;
  }
}
