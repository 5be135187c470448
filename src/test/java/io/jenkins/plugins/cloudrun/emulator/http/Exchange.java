package io.jenkins.plugins.cloudrun.emulator.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** One request and its answer, as text. */
final class Exchange {
  private static final int LIMIT = 4 << 20;

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  /** The method; one that a client had to hide in a POST is found again. */
  String method() {
    return header("X-HTTP-Method-Override").orElse(http.getRequestMethod());
  }

  String path() {
    return http.getRequestURI().getPath();
  }

  String query() {
    return Optional.ofNullable(http.getRequestURI().getRawQuery()).orElse("");
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
  }

  Optional<String> bearer() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).trim());
  }

  String body() throws IOException {
    byte[] bytes = http.getRequestBody().readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw ApiException.status(
          413, "Request payload size exceeds the limit: " + LIMIT + " bytes.");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void header(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  void answer(int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    http.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = http.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Says that the answer comes late; false where that has to be waited for. */
  boolean late(Duration by) {
    if (http instanceof DirectExchange direct) {
      direct.late(by);
      return true;
    }
    return false;
  }

  /** Ends the connection; without an answer before, the client sees it cut. */
  void close() {
    http.close();
  }
}
