package io.jenkins.plugins.cloudrun.rollout.port;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HTTP checks of a deployed revision. */
public interface Health {
  /**
   * One GET. Redirects are not followed; at most 64 KiB of the body are read. The name is resolved
   * once, and what it stands for is checked: addresses of private networks are asked only where the
   * administrator allows that.
   *
   * @throws NoAnswer when the request was sent and no answer came: that says something about the
   *     revision
   * @throws Failure.Transient when it could not be sent, or the identity token could not be had
   *     just now
   * @throws Failure.Permanent when the identity token cannot be had, or the address is private
   */
  Answer get(Request request) throws Failure, NoAnswer;

  /**
   * @param audience of the identity token to send, or empty to send none
   * @param timeout for connection and answer together
   */
  record Request(URI url, Optional<String> audience, Duration timeout) {}

  /**
   * @param latency from the request's first byte to the answer's last
   * @param body its beginning, as UTF-8
   */
  record Answer(int status, Duration latency, String body) {}

  /** The request was sent, and no answer came: cut off, or not in time. */
  final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    public NoAnswer(String message, @Nullable Throwable cause) {
      super(message, cause);
      this.explanation = message;
    }

    /** The message; never absent. */
    public String explanation() {
      return explanation;
    }
  }
}
