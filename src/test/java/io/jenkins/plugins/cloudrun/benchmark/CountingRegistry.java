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
import java.util.function.LongConsumer;

/** Stands before a registry, passes everything on as a stream, and counts. */
public final class CountingRegistry implements AutoCloseable {
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
  public CountingRegistry(String host) throws IOException {
    this.host = host;
    this.server = new ScriptedServer(this::pass);
  }

  /** {@code host:port} of the registry that counts. */
  public String host() {
    return server.host();
  }

  /** Method and path of every request so far. */
  List<String> requests() {
    return server.requests();
  }

  /** What has come since the last call. */
  public Traffic taken() {
    return traffic.getAndSet(Traffic.NONE);
  }

  private void pass(HttpExchange exchange) throws IOException {
    Counted body =
        new Counted(exchange.getRequestBody(), bytes -> add(new Traffic(0, 0, 0, bytes, 0)));
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
      // Before the other side hears of it, so that whoever has its answer finds it counted.
      count(exchange, response.statusCode());
      exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : length);
      if (!empty) {
        try (OutputStream out = exchange.getResponseBody()) {
          new Counted(content, bytes -> add(new Traffic(0, 0, 0, 0, bytes))).transferTo(out);
        }
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

  private void count(HttpExchange exchange, int status) {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean upload = exchange.getRequestURI().getPath().contains("/blobs/uploads/");
    boolean there = upload && status == CREATED;
    boolean mounted = there && query.contains("mount=");
    add(new Traffic(1, there && !mounted ? 1 : 0, mounted ? 1 : 0, 0, 0));
  }

  private void add(Traffic more) {
    traffic.accumulateAndGet(more, Traffic::plus);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Tells how many bytes are read. */
  private static final class Counted extends FilterInputStream {
    private final LongConsumer told;

    Counted(InputStream in, LongConsumer told) {
      super(in);
      this.told = told;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      told.accept(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, Math.min(length, BUFFER));
      told.accept(Math.max(0, count));
      return count;
    }
  }
}
