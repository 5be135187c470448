package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;

/** A failure of a registry in the middle of a stream. */
public final class UnreadableBlobException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  UnreadableBlobException(Failure failure) {
    super(failure.explanation(), failure);
    this.failure = failure;
  }

  /** What the registry did; repeated already as far as that may help. */
  public Failure failure() {
    return failure;
  }
}
