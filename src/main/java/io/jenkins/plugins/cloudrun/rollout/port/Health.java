package io.jenkins.plugins.cloudrun.rollout.port;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** HTTP checks of a deployed revision. */
public interface Health {
  /**
   * One GET. Redirects are not followed; at most 64 KiB of the body are read.
   *
   * @throws Failure.Transient when no answer came (refused, reset, timed out): that is an answer
   *     about the revision, not an error of ours
   * @throws Failure.Permanent when the identity token cannot be had
   */
  Answer get(Request request) throws Failure;

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
}
