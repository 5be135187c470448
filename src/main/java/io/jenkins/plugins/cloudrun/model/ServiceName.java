package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * The id of a Cloud Run service: fewer than 50 characters, beginning with a letter and not ending
 * with a hyphen (CreateServiceRequest.service_id).
 *
 * @param value the id
 */
public record ServiceName(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z](?:[a-z0-9-]{0,47}[a-z0-9])?");

  public ServiceName {
    Text.matching(
        ALLOWED,
        "service name",
        value,
        "use at most 49 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen"
            + (value.length() > 49 ? " (this one has " + value.length() + " characters)" : ""));
  }

  @Override
  public String toString() {
    return value;
  }
}
