package io.jenkins.plugins.cloudrun.emulator.loopback;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** One HTTP request and its answer. */
public final class Call {
  private final HttpExchange exchange;
  private final Map<String, String> query;
  private int status;
  private IntConsumer beforeReply = code -> {};

  Call(HttpExchange exchange) {
    this.exchange = exchange;
    String raw = exchange.getRequestURI().getRawQuery();
    this.query = form(raw == null ? "" : raw);
  }

  /** Fields of a query or an encoded form, the last value of each. */
  public static Map<String, String> form(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) {
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.put(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  public String method() {
    return exchange.getRequestMethod();
  }

  public String path() {
    return exchange.getRequestURI().getPath();
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** The credentials of this scheme ({@code Bearer}, {@code Basic}), if the request has some. */
  public Optional<String> authorization(String scheme) {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
        .map(value -> value.substring(scheme.length() + 1).trim());
  }

  public InputStream body() {
    return exchange.getRequestBody();
  }

  /** The body as text, or as much of it as {@code limit} bytes hold. */
  public String text(int limit) throws IOException {
    return new String(body().readNBytes(limit), StandardCharsets.UTF_8);
  }

  /** The body as a JSON object; empty if it is none. */
  public Optional<JsonObject> json() throws IOException {
    try {
      JsonElement element = JsonParser.parseString(text(1 << 20));
      return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  /** Sets a header of the answer. */
  public Call with(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
    return this;
  }

  /** Tells the status before it is sent: whoever has the answer then finds what was done here. */
  public void beforeReply(IntConsumer told) {
    beforeReply = told;
  }

  /** The status that was sent, or 0. */
  public int status() {
    return status;
  }

  public void reply(int code) throws IOException {
    reply(code, new byte[0]);
  }

  public void reply(int code, JsonElement json) throws IOException {
    with("Content-Type", "application/json; charset=UTF-8");
    reply(code, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  public void reply(int code, String text) throws IOException {
    with("Content-Type", "text/plain; charset=UTF-8");
    reply(code, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes; a HEAD request gets their length only. */
  public void reply(int code, byte[] bytes) throws IOException {
    OutputStream out = replyHeaders(code, bytes.length);
    if (!method().equals("HEAD")) {
      out.write(bytes);
    }
    out.close();
  }

  /** Sends a stream of known length; a HEAD request gets the length only. */
  public void reply(int code, InputStream content, long length) throws IOException {
    OutputStream out = replyHeaders(code, length);
    if (!method().equals("HEAD")) {
      content.transferTo(out);
    }
    out.close();
  }

  private OutputStream replyHeaders(int code, long length) throws IOException {
    status = code;
    beforeReply.accept(code);
    if (method().equals("HEAD")) {
      // The server forbids a length argument here and leaves the header as it is.
      with("Content-Length", Long.toString(length));
      exchange.sendResponseHeaders(code, -1);
    } else {
      // 0 would mean "chunked" to this server.
      exchange.sendResponseHeaders(code, length == 0 ? -1 : length);
    }
    return exchange.getResponseBody();
  }

  /** Closes the connection without an answer. */
  public void cut() {
    exchange.close();
  }

  void failed(RuntimeException cause) {
    if (status == 0) {
      try {
        reply(500, "The emulator failed: " + cause);
      } catch (IOException e) {
        cut();
      }
    }
  }

  @Override
  public String toString() {
    return method() + " " + path();
  }
}
