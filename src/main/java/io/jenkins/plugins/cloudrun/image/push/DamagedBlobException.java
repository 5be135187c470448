package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;

/** A file does not hold what its digest says, as a disk or a hand has changed it since. */
public final class DamagedBlobException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String digest;

  DamagedBlobException(ImageDigest digest, Exception cause) {
    super("the file of " + digest + " holds something else", cause);
    this.digest = digest.value();
  }

  /** What the file should hold. */
  public ImageDigest digest() {
    return new ImageDigest(digest);
  }
}
