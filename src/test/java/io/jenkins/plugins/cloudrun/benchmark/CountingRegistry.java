package io.jenkins.plugins.cloudrun.benchmark;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Stands before a registry, passes everything on as a stream, and counts. */
final class CountingRegistry implements AutoCloseable {
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int BUFFER = 1 << 16;

  private final String host;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicReference<Traffic> traffic = new AtomicReference<>(Traffic.NONE);
  private final ScriptedServer server;

  /**
   * @param host of the registry: {@code host:port}
   */
  CountingRegistry(String host) throws IOException {
    this.host = host;
    this.server = new ScriptedServer(this::pass);
  }

  /** {@code host:port} of the registry that counts. */
  String host() {
    return server.host();
  }

  /** Method and path of every request so far. */
  List<String> requests() {
    return server.requests();
  }

  /** What has come since the last call. */
  Traffic taken() {
    return traffic.getAndSet(Traffic.NONE);
  }

  private void pass(HttpExchange exchange) throws IOException {
    Counted body = new Counted(exchange.getRequestBody());
    HttpResponse<InputStream> response;
    try {
      response = http.send(request(exchange, body), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    try (InputStream content = response.body()) {
      head(exchange, response);
      // Of unknown length is what the JDK's server calls 0.
      long length = response.headers().firstValueAsLong("Content-Length").orElse(0);
      boolean empty =
          exchange.getRequestMethod().equals("HEAD")
              || response.headers().firstValue("Content-Length").orElse("").equals("0")
              || response.statusCode() == NO_CONTENT;
      Counted answer = new Counted(content);
      exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : length);
      try {
        if (!empty) {
          try (OutputStream out = exchange.getResponseBody()) {
            answer.transferTo(out);
          }
        }
      } finally {
        // Also when somebody hangs up in the middle.
        count(exchange, response.statusCode(), body.bytes, answer.bytes);
      }
    }
  }

  private HttpRequest request(HttpExchange exchange, InputStream body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), publisher(exchange, body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private static HttpRequest.BodyPublisher publisher(HttpExchange exchange, InputStream body) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
    if (!chunked && (length == null || length.equals("0"))) {
      return HttpRequest.BodyPublishers.noBody();
    }
    HttpRequest.BodyPublisher stream = HttpRequest.BodyPublishers.ofInputStream(() -> body);
    return chunked
        ? stream
        : HttpRequest.BodyPublishers.fromPublisher(stream, Long.parseLong(length));
  }

  /** Passes the headers on; where they name the registry, it is this one. */
  private void head(HttpExchange exchange, HttpResponse<?> response) {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                exchange
                    .getResponseHeaders()
                    .put(name, values.stream().map(v -> v.replace(host, host())).toList());
              }
            });
    if (exchange.getRequestMethod().equals("HEAD")) {
      response
          .headers()
          .firstValue("Content-Length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
    }
  }

  private void count(HttpExchange exchange, int status, long sent, long received) {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean upload = exchange.getRequestURI().getPath().contains("/blobs/uploads/");
    boolean there = upload && status == CREATED;
    boolean mounted = there && query.contains("mount=");
    traffic.accumulateAndGet(
        new Traffic(1, there && !mounted ? 1 : 0, mounted ? 1 : 0, sent, received), Traffic::plus);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Counts what is read. */
  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      bytes += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, Math.min(length, BUFFER));
      bytes += Math.max(0, count);
      return count;
    }
  }
}
