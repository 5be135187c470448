package io.jenkins.plugins.cloudrun.image.layer;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256, by which everything here is named. */
final class Digests {
  private static final String PREFIX = "sha256:";

  private Digests() {}

  /** Ends the hash. */
  static ImageDigest digest(MessageDigest sha256) {
    return new ImageDigest(PREFIX + HexFormat.of().formatHex(sha256.digest()));
  }

  /** The digits alone, as names of files have them. */
  static String hex(ImageDigest digest) {
    return digest.value().substring(PREFIX.length());
  }
}
