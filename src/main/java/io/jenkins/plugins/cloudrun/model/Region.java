package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * A Cloud Run region such as {@code europe-west1}. Only its form is checked here: which regions
 * exist changes, and the service answers for one that does not.
 *
 * @param value the region's id
 */
public record Region(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z]{2,20}-[a-z]{2,20}[0-9]{1,2}");

  public Region {
    Text.matching(ALLOWED, "region", value, "give one such as europe-west1 or us-central1");
    // Thousands of rollouts that wait name the same few.
    value = value.intern();
  }

  @Override
  public String toString() {
    return value;
  }
}
