package io.jenkins.plugins.cloudrun.model;

import java.util.regex.Pattern;

/**
 * The digest of an image's manifest.
 *
 * @param value {@code sha256:} and 64 hexadecimal digits
 */
public record ImageDigest(String value) {
  private static final Pattern ALLOWED = Pattern.compile("sha256:[0-9a-f]{64}");

  public ImageDigest {
    Text.matching(ALLOWED, "image digest", value, "it is 'sha256:' and 64 hexadecimal digits");
  }

  @Override
  public String toString() {
    return value;
  }
}
