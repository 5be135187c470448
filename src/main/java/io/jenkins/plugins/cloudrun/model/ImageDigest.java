package io.jenkins.plugins.cloudrun.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The digest of an image's manifest, or of a blob.
 *
 * @param value {@code sha256:} and 64 hexadecimal digits
 */
public record ImageDigest(String value) {
  private static final Pattern ALLOWED = Pattern.compile("sha256:[0-9a-f]{64}");

  public ImageDigest {
    Text.matching(ALLOWED, "image digest", value, "it is 'sha256:' and 64 hexadecimal digits");
  }

  /** The digest of these bytes. */
  public static ImageDigest of(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ImageDigest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
