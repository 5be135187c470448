package io.jenkins.plugins.cloudrun.gcp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request that got no answer, or not all of it. The message says why, as part of a sentence. */
final class NoAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  NoAnswerException(String why, boolean sent, @Nullable Throwable cause) {
    super(why, cause);
    this.sent = sent;
  }

  /** Whether the request may have reached the server: then it may have taken effect. */
  boolean sent() {
    return sent;
  }
}
