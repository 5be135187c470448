package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * One request and its answer, within a limit of time and size, whatever the status. Redirects are
 * not followed: they would carry credentials to a place that nobody has allowed.
 */
final class Exchange {
  /** Of a whole exchange, the body included; of one that moves much, while nothing moves. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The most that a registry must accept as a manifest, by the OCI distribution specification. */
  static final long MOST_BYTES = 4L << 20;

  private final Supplier<HttpClient> http;

  Exchange(HttpClient.Builder builder) {
    HttpClient own = client(builder);
    http = () -> own;
  }

  static HttpClient client(HttpClient.Builder builder) {
    return builder
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(10))
        .executor(HttpThreads.forOneClient())
        .build();
  }

  /**
   * @param http clients that are shared with others; they must not follow redirects
   */
  Exchange(Supplier<HttpClient> http) {
    this.http = http;
  }

  /**
   * @param what the call in words, "read the manifest of x"
   * @param changes whether the request changes something, so that a lost answer is ambiguous
   */
  HttpResponse<byte[]> send(HttpRequest.Builder request, String what, boolean changes)
      throws Failure {
    HttpRequest.Builder limited = request.timeout(LIMIT);
    return send(limited, info -> new BoundedBody(MOST_BYTES), () -> 0, what, changes);
  }

  /**
   * An exchange that may take as long as something moves.
   *
   * @param moved how many bytes have moved; when that stays the same for {@link #LIMIT}, it is over
   */
  <T> HttpResponse<T> send(
      HttpRequest.Builder request,
      HttpResponse.BodyHandler<T> handler,
      LongSupplier moved,
      String what,
      boolean changes)
      throws Failure {
    HttpRequest built = request.version(HttpClient.Version.HTTP_1_1).build();
    String host = built.uri().getAuthority();
    CompletableFuture<HttpResponse<T>> answer = http.get().sendAsync(built, handler);
    long seen = 0;
    long since = System.nanoTime();
    while (true) {
      try {
        return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new Failure.Transient("Could not " + what + ": interrupted.", Optional.empty(), e);
      } catch (TimeoutException e) {
        long now = moved.getAsLong();
        if (now != seen) {
          seen = now;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > LIMIT.toNanos()) {
          answer.cancel(true);
          throw lost(what, host + " did not answer within " + LIMIT.toSeconds() + " s", changes, e);
        }
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause.getCause() instanceof BoundedBody.TooLongException tooLong) {
          cause = tooLong;
        }
        throw translated(cause, what, host, changes);
      }
    }
  }

  private static Failure translated(Throwable cause, String what, String host, boolean changes) {
    if (cause instanceof SSLException) {
      return new Failure.Permanent(
          Failure.Reason.REFUSED,
          "Could not "
              + what
              + ": no secure connection to "
              + host
              + " ("
              + cause.getMessage()
              + "). If a proxy or the registry has a certificate of its own, add its authority to"
              + " the trust store of the Java that runs this.",
          cause);
    }
    if (cause instanceof UnknownHostException
        || cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException) {
      return new Failure.Transient(
          "Could not "
              + what
              + ": "
              + host
              + " cannot be reached. Check the name, the network and the proxy.",
          Optional.empty(),
          cause);
    }
    if (cause instanceof BoundedBody.TooLongException) {
      return new Failure.Permanent(
          Failure.Reason.REFUSED,
          "Could not " + what + ": the answer of " + host + " is longer than any manifest.",
          cause);
    }
    if (cause instanceof IOException) {
      return lost(what, "the connection to " + host + " was lost", changes, cause);
    }
    return new Failure.Permanent(Failure.Reason.REFUSED, "Could not " + what + ": " + cause, cause);
  }

  private static Failure lost(String what, String why, boolean changes, Throwable cause) {
    String message = "Could not " + what + ": " + why + ".";
    return changes
        ? new Failure.Ambiguous(message, cause)
        : new Failure.Transient(message, Optional.empty(), cause);
  }
}
