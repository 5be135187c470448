package io.jenkins.plugins.cloudrun.image.layer;

import java.io.IOException;
import java.io.Serial;

/** The cache could not take a layer, whatever its files are like. */
final class CacheWriteException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  CacheWriteException(IOException cause) {
    super(
        "A layer could not be written into the layer cache: "
            + cause.getMessage()
            + ". Check that the agent's disk has room and the cache's folder may be written.",
        cause);
  }
}
