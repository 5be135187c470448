package io.jenkins.plugins.cloudrun.model;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The digest of an image's manifest, or of a blob.
 *
 * @param value {@code sha256:} and 64 hexadecimal digits
 */
public record ImageDigest(String value) {
  private static final int BUFFER = 64 << 10;
  private static final Pattern ALLOWED = Pattern.compile("sha256:[0-9a-f]{64}");

  public ImageDigest {
    Text.matching(ALLOWED, "image digest", value, "it is 'sha256:' and 64 hexadecimal digits");
  }

  /** The digest of these bytes. */
  public static ImageDigest of(byte[] bytes) {
    return ofHash(Sha256.hasher().digest(bytes));
  }

  /** The digest of all that is left of a stream, which stays open. */
  public static ImageDigest of(InputStream in) throws IOException {
    MessageDigest hash = Sha256.hasher();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      hash.update(buffer, 0, n);
    }
    return ofHash(hash.digest());
  }

  private static ImageDigest ofHash(byte[] hash) {
    return new ImageDigest("sha256:" + HexFormat.of().formatHex(hash));
  }

  @Override
  public String toString() {
    return value;
  }
}
