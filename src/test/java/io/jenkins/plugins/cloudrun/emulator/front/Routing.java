package io.jenkins.plugins.cloudrun.emulator.front;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the requests of one URL go, and who may make them.
 *
 * @param shares revisions with their percents; together 100
 * @param guard decides on each request
 * @param timeoutSeconds of a request
 */
public record Routing(List<Share> shares, Guard guard, long timeoutSeconds, AtomicLong counter) {
  /** A stride without a common factor with 100: each 100 requests meet each percent once. */
  private static final long STRIDE = 37;

  public Routing(List<Share> shares, Guard guard, long timeoutSeconds) {
    this(List.copyOf(shares), guard, timeoutSeconds, new AtomicLong());
  }

  /** A revision's part. */
  public record Share(int percent, Backend backend) {}

  /** A revision that answers. */
  public interface Backend {
    /** Where an instance answers; starts one if none does. */
    URI instance() throws IOException;

    /** A request was answered, by it or for it. */
    default void served(String method, String url, int status, Duration latency) {}
  }

  /** The invoker check. */
  @FunctionalInterface
  public interface Guard {
    /**
     * @param bearer the token of the request, if it has one
     * @return 200 to let it pass, 401 or 403
     */
    int check(Optional<String> bearer);
  }

  /** The revision of the next request; 100 of them split exactly. */
  Optional<Backend> next() {
    long slot = Math.floorMod(counter.getAndIncrement() * STRIDE, 100L);
    int sum = 0;
    for (Share share : shares) {
      sum += share.percent();
      if (slot < sum) {
        return Optional.of(share.backend());
      }
    }
    return Optional.empty();
  }
}
