package io.jenkins.plugins.cloudrun.gcp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client of all sessions: each client keeps a thread for as long as it lives.
 *
 * <p>A client keeps the proxy that it was made with. When nothing can be reached through it, the
 * administrator may have changed the proxy meanwhile, so a new one is made; not more often than
 * every few minutes, as the old one's thread ends only when it is collected.
 */
final class SharedHttp implements Supplier<HttpClient> {
  /** Redirects are never followed: a token or an assertion must not travel. */
  private static final HttpClient.Redirect STAY = HttpClient.Redirect.NEVER;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration LEAST_AGE = Duration.ofMinutes(5);

  /** Of the client's own, to which its selector is one more; its callers wait in theirs. */
  private static final int THREADS = 2;

  private final Supplier<HttpClient.Builder> builder;
  private final ThreadPoolExecutor executor = executor();
  private final long leastAge;
  private @Nullable HttpClient client;
  private long made;

  SharedHttp(Supplier<HttpClient.Builder> builder) {
    this(builder, LEAST_AGE);
  }

  /** Always the same client. */
  SharedHttp(HttpClient client) {
    this(HttpClient::newBuilder, LEAST_AGE);
    this.client = client;
    this.made = Long.MAX_VALUE;
  }

  /** For tests: a client is replaced once it is so old. */
  SharedHttp(Supplier<HttpClient.Builder> builder, Duration leastAge) {
    this.builder = builder;
    this.leastAge = leastAge.toNanos();
  }

  private static ThreadPoolExecutor executor() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "cloud-run-http");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public synchronized HttpClient get() {
    HttpClient known = client;
    if (known == null) {
      known =
          builder.get().followRedirects(STAY).connectTimeout(CONNECT).executor(executor).build();
      client = known;
      made = System.nanoTime();
    }
    return known;
  }

  private synchronized void unreachable(HttpClient used) {
    if (used == client && made != Long.MAX_VALUE && System.nanoTime() - made >= leastAge) {
      client = null;
    }
  }

  /**
   * One exchange.
   *
   * @param limit for connection, answer and body together
   * @param most bytes of the body that are read; the rest is left
   */
  HttpResponse<byte[]> send(HttpRequest.Builder request, Duration limit, int most)
      throws NoAnswerException, InterruptedException {
    HttpClient used = get();
    BodyBeginning body = new BodyBeginning(most);
    // The request's own time limit ends with the headers.
    body.within(limit);
    try {
      // Not sendAsync: where there are two cores, that makes a thread for each call.
      return used.send(request.timeout(limit).build(), info -> body);
    } catch (InterruptedException e) {
      body.stop();
      throw e;
    } catch (IOException e) {
      body.stop();
      if (e.getCause() instanceof TimeoutException) {
        throw new NoAnswerException("no answer came within " + limit.toMillis() + " ms", true, e);
      }
      // The client wraps what happened in its like, to show the caller's stack.
      Throwable cause = e.getCause();
      NoAnswerException why =
          explained(cause != null && cause.getClass() == e.getClass() ? cause : e, limit);
      if (!why.sent()) {
        unreachable(used);
      }
      throw why;
    }
  }

  private static NoAnswerException explained(Throwable cause, Duration limit) {
    if (cause instanceof HttpConnectTimeoutException) {
      return new NoAnswerException("no connection could be made in time", false, cause);
    }
    if (cause instanceof UnknownHostException
        || cause.getCause() instanceof UnresolvedAddressException) {
      return new NoAnswerException("the host name is not known here", false, cause);
    }
    if (cause instanceof ConnectException) {
      return new NoAnswerException("the connection was refused", false, cause);
    }
    if (cause instanceof SSLHandshakeException) {
      return new NoAnswerException(
          "no secure connection could be made (" + cause.getMessage() + ")", false, cause);
    }
    if (cause instanceof java.net.http.HttpTimeoutException) {
      return new NoAnswerException(
          "no answer came within " + limit.toMillis() + " ms", true, cause);
    }
    String said = cause.getMessage();
    if (cause instanceof IOException && said != null && said.contains("unnel")) {
      // The proxy refused to connect: the server has seen nothing.
      return new NoAnswerException("the proxy made no connection (" + said + ")", false, cause);
    }
    return new NoAnswerException(
        "the connection was cut" + (said == null || said.isBlank() ? "" : " (" + said + ")"),
        true,
        cause);
  }
}
