package io.jenkins.plugins.cloudrun.image;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Stands before a registry and passes everything on, unless the test wants a fault. */
final class Relay {
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "date");

  private Relay() {}

  static ScriptedServer before(DebianRegistry registry, Fault fault) throws IOException {
    HttpClient http = HttpClient.newHttpClient();
    return new ScriptedServer(
        exchange -> {
          if (!fault.strike(exchange)) {
            pass(exchange, registry.host(), http);
          }
        });
  }

  private static void pass(HttpExchange exchange, String host, HttpClient http) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host + exchange.getRequestURI()))
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    String own = exchange.getRequestHeaders().getFirst("Host");
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                exchange
                    .getResponseHeaders()
                    .put(
                        name, List.copyOf(values.stream().map(v -> v.replace(host, own)).toList()));
              }
            });
    if (exchange.getRequestMethod().equals("HEAD")) {
      // Jib wants the length of a blob that is there.
      response
          .headers()
          .firstValue("Content-Length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
    }
    ScriptedServer.send(exchange, response.statusCode(), response.body());
  }

  /** Answers instead of the registry, or not. */
  @FunctionalInterface
  interface Fault {
    boolean strike(HttpExchange exchange) throws IOException;
  }
}
