package io.jenkins.plugins.cloudrun.gcp;

import java.io.IOException;

/** No token could be had: nothing was sent to the API that it was for. */
final class TokenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException reason;

  TokenException(IOException reason) {
    super("no token", reason);
    this.reason = reason;
  }

  /** What the library says. */
  IOException reason() {
    return reason;
  }
}
