package io.jenkins.plugins.cloudrun.emulator.front;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** One URL: checks who calls, chooses a revision, and passes the request on. */
final class Site {
  static final Routing NOWHERE = new Routing(List.of(), bearer -> 200, 1);

  /** What Cloud Run takes over HTTP/1. */
  private static final int BODY_LIMIT = 32 << 20;

  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "keep-alive",
          "transfer-encoding",
          "upgrade");

  private final HttpServer server;
  private final HttpClient client;
  private volatile Routing routing = NOWHERE;

  private Site(HttpServer server, HttpClient client) {
    this.server = server;
    this.client = client;
  }

  static Site open(int port, Executor executor, HttpClient client) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    Site site = new Site(server, client);
    server.setExecutor(executor);
    server.createContext("/", site::serve);
    server.start();
    return site;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void route(Routing next) {
    routing = next;
  }

  void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Routing current = routing;
      if (current.shares().isEmpty()) {
        page(exchange, 404, "Page not found", "The requested URL was not found on this server.");
        return;
      }
      int verdict = current.guard().check(bearer(exchange));
      if (verdict == 401) {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer error=\"invalid_token\" error_description=\"The access token could not be"
                    + " verified\"");
        page(exchange, 401, "Unauthorized", denied("to the requested URL", exchange));
      } else if (verdict == 403) {
        page(exchange, 403, "Forbidden", denied("to get URL", exchange));
      } else {
        pass(exchange, current);
      }
    }
  }

  private static String denied(String what, HttpExchange exchange) {
    String path =
        exchange
            .getRequestURI()
            .getPath()
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;");
    return "Your client does not have permission %s <code>%s</code> from this server."
        .formatted(what, path);
  }

  private static Optional<String> bearer(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    return Optional.ofNullable(headers.getFirst("X-Serverless-Authorization"))
        .or(() -> Optional.ofNullable(headers.getFirst("Authorization")))
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).trim());
  }

  private void pass(HttpExchange exchange, Routing current) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      page(exchange, 413, "Request Entity Too Large", "The request is larger than 32 MiB.");
      return;
    }
    Optional<Routing.Backend> backend = current.next();
    long begin = System.nanoTime();
    int status = 200;
    try {
      Routing.Backend chosen = backend.orElseThrow(() -> new IOException("no revision"));
      HttpResponse<InputStream> response =
          client.send(
              request(exchange, chosen.instance(), body, current.timeoutSeconds()),
              BodyHandlers.ofInputStream());
      status = response.statusCode();
      answer(exchange, response);
    } catch (HttpTimeoutException e) {
      status = 504;
      page(exchange, 504, "Gateway Timeout", "The request has been terminated: it timed out.");
    } catch (IOException e) {
      status = 503;
      page(exchange, 503, "Service Unavailable", "The container does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      int answered = status;
      Duration latency = Duration.ofNanos(System.nanoTime() - begin);
      String url = uri() + exchange.getRequestURI().toString();
      backend.ifPresent(to -> to.served(exchange.getRequestMethod(), url, answered, latency));
    }
  }

  private static HttpRequest request(
      HttpExchange exchange, URI instance, byte[] body, long timeoutSeconds) {
    URI asked = exchange.getRequestURI();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(instance + asked.getRawPath() + query))
            .timeout(Duration.ofSeconds(timeoutSeconds))
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      if (passes(header.getKey())) {
        header.getValue().forEach(value -> request.header(header.getKey(), value));
      }
    }
    return request
        .setHeader("X-Forwarded-For", "127.0.0.1")
        .setHeader("X-Forwarded-Proto", "https")
        .build();
  }

  private static boolean passes(String header) {
    return !NOT_PASSED_ON.contains(header.toLowerCase(Locale.ROOT));
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (passes(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    boolean empty =
        exchange.getRequestMethod().equals("HEAD")
            || response.statusCode() == 204
            || response.statusCode() == 304;
    try (InputStream in = response.body()) {
      exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : 0);
      if (!empty) {
        try (OutputStream out = exchange.getResponseBody()) {
          in.transferTo(out);
        }
      }
    }
  }

  private static void page(HttpExchange exchange, int status, String title, String text)
      throws IOException {
    byte[] html =
        """

        <html><head>
        <meta http-equiv="content-type" content="text/html;charset=utf-8">
        <title>%d %s</title>
        </head>
        <body text=#000000 bgcolor=#ffffff>
        <h1>Error: %s</h1>
        <h2>%s</h2>
        <h2></h2>
        </body></html>
        """
            .formatted(status, title, title, text)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : html.length);
    if (!head) {
      exchange.getResponseBody().write(html);
    }
  }
}
