package io.jenkins.plugins.cloudrun.gcp;

import com.google.auth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The tokens of one account, put on its requests by the transport. The library would do so too, but
 * then repeats a call that is answered with 401 ten times, with ten new tokens; and a token that
 * could not be had looks like a call that failed.
 */
final class AccessTokens {
  private static final Duration LEAST_PAUSE = Duration.ofMinutes(1);

  private final Credentials credentials;
  private final Runnable meter;
  private boolean renewed;
  private long last;

  /**
   * @param meter told of each request that gets a token
   */
  AccessTokens(Credentials credentials, Runnable meter) {
    this.credentials = credentials;
    this.meter = meter;
  }

  /** What a request to there must carry, asked for just before it is sent. */
  Map<String, List<String>> headers(URI uri) throws TokenException {
    meter.run();
    try {
      return credentials.getRequestMetadata(uri);
    } catch (IOException e) {
      throw new TokenException(e);
    }
  }

  /**
   * A token was refused: the next one will be a new one.
   *
   * @return whether it is worth trying again; not if the refused one was new already
   */
  synchronized boolean renew() throws TokenException {
    long now = System.nanoTime();
    if (renewed && now - last < LEAST_PAUSE.toNanos()) {
      return false;
    }
    try {
      credentials.refresh();
    } catch (IOException e) {
      throw new TokenException(e);
    }
    renewed = true;
    last = now;
    return true;
  }
}
