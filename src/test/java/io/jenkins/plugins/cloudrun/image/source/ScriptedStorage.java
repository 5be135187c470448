package io.jenkins.plugins.cloudrun.image.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** As much of Cloud Storage's JSON API as an upload meets, failing as a test wants. */
final class ScriptedStorage implements AutoCloseable {
  /** What happens to the next piece. */
  enum Fault {
    /** Its first half is kept, then the connection breaks. */
    CUT,
    /** All of it is kept, but the answer is lost. */
    LOST_ANSWER,
    /** Half of it is kept, and the answer says so. */
    HALF,
    UNAVAILABLE,
    TOO_MANY,
    /** The session is forgotten. */
    GONE
  }

  final Map<String, String> owners = new ConcurrentHashMap<>();
  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  final Deque<Fault> faults = new ArrayDeque<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<String, Integer> refusals = new HashMap<>();
  private final Map<String, ByteArrayOutputStream> sessions = new ConcurrentHashMap<>();
  private final HttpServer server;
  volatile long received;
  volatile String locationHost = "";
  volatile boolean stuck;

  ScriptedStorage() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      calls.add(method + " " + path);
      if (!"Bearer secret-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        say(exchange, 401, error("no token"));
      } else if (refusals.containsKey(method + " " + path)) {
        say(exchange, refusals.get(method + " " + path), error("refused as the test wants"));
      } else if (path.equals("/storage/v1/b")) {
        buckets(exchange, method, query);
      } else if (path.startsWith("/upload/")) {
        upload(exchange, method, path, query);
      } else if (path.contains("/o/")) {
        String key = path.replaceFirst("/storage/v1/b/([^/]+)/o/", "$1/");
        byte[] found = objects.get(key);
        say(
            exchange,
            found == null ? 404 : 200,
            found == null ? error("no object") : metadata(found));
      } else {
        String bucket = path.substring(path.lastIndexOf('/') + 1);
        say(exchange, owners.containsKey(bucket) ? 200 : 404, "{\"name\":\"" + bucket + "\"}");
      }
    }
  }

  private void buckets(HttpExchange exchange, String method, String query) throws IOException {
    String project = parameter(query, "project");
    if (method.equals("POST")) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String name = body.replaceFirst("(?s).*\"name\":\"([^\"]+)\".*", "$1");
      boolean fresh = owners.putIfAbsent(name, project) == null;
      calls.add("created " + body);
      say(exchange, fresh ? 200 : 409, fresh ? "{}" : error("exists"));
      return;
    }
    List<String> items = new ArrayList<>();
    owners.forEach(
        (name, owner) -> {
          if (owner.equals(project) && name.startsWith(parameter(query, "prefix"))) {
            items.add("{\"name\":\"" + name + "\"}");
          }
        });
    say(exchange, 200, items.isEmpty() ? "{}" : "{\"items\":[" + String.join(",", items) + "]}");
  }

  private void upload(HttpExchange exchange, String method, String path, String query)
      throws IOException {
    String bucket = path.replaceFirst("/upload/storage/v1/b/([^/]+)/o", "$1");
    if (method.equals("POST")) {
      exchange.getRequestBody().readAllBytes();
      String key = bucket + "/" + parameter(query, "name");
      if (objects.containsKey(key)) {
        say(exchange, 412, error("conditionNotMet"));
        return;
      }
      String id = "s" + sessions.size();
      sessions.put(id, new ByteArrayOutputStream());
      exchange
          .getResponseHeaders()
          .set(
              "Location",
              (locationHost.isEmpty() ? endpoint() : locationHost)
                  + path
                  + "?name="
                  + parameter(query, "name").replace("/", "%2F")
                  + "&upload_id="
                  + id);
      say(exchange, 200, "");
      return;
    }
    String id = parameter(query, "upload_id");
    ByteArrayOutputStream session = sessions.get(id);
    if (session == null) {
      say(exchange, 410, error("session gone"));
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    String key = bucket + "/" + parameter(query, "name");
    if (range.startsWith("bytes */")) {
      finishOrGoOn(exchange, key, session, Long.parseLong(range.substring(8)));
      return;
    }
    long from = Long.parseLong(range.replaceFirst("bytes ([0-9]+)-.*", "$1"));
    long total = Long.parseLong(range.substring(range.indexOf('/') + 1));
    if (from != session.size()) {
      say(exchange, 400, error("a hole: " + from + " after " + session.size()));
      return;
    }
    if (stuck) {
      exchange.getRequestBody().read();
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        return;
      }
    }
    Fault fault = faults.poll();
    if (fault == Fault.UNAVAILABLE || fault == Fault.TOO_MANY) {
      exchange.getRequestBody().readAllBytes();
      say(exchange, fault == Fault.UNAVAILABLE ? 503 : 429, error("later"));
      return;
    }
    if (fault == Fault.GONE) {
      exchange.getRequestBody().readAllBytes();
      sessions.put(id, new ByteArrayOutputStream());
      sessions.remove(id);
      sessions.put("forgotten-" + id, session);
      say(exchange, 410, error("gone"));
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    received += body.length;
    int kept = fault == Fault.CUT || fault == Fault.HALF ? body.length / 2 : body.length;
    session.write(body, 0, kept);
    if (fault == Fault.CUT || fault == Fault.LOST_ANSWER) {
      if (session.size() == total) {
        objects.putIfAbsent(key, session.toByteArray());
      }
      return;
    }
    finishOrGoOn(exchange, key, session, total);
  }

  private void finishOrGoOn(
      HttpExchange exchange, String key, ByteArrayOutputStream session, long total)
      throws IOException {
    if (session.size() == total) {
      objects.putIfAbsent(key, session.toByteArray());
      say(exchange, 200, metadata(session.toByteArray()));
      return;
    }
    if (session.size() > 0) {
      exchange.getResponseHeaders().set("Range", "bytes=0-" + (session.size() - 1));
    }
    say(exchange, 308, "");
  }

  private static String metadata(byte[] bytes) {
    return "{\"generation\":\"1700000000000001\",\"size\":\"" + bytes.length + "\"}";
  }

  private static String error(String message) {
    return "{\"error\":{\"code\":0,\"message\":\"" + message + "\"}}";
  }

  private static String parameter(String query, String name) {
    for (String part : query.split("&")) {
      if (part.startsWith(name + "=")) {
        return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    try (InputStream rest = exchange.getRequestBody()) {
      rest.readAllBytes();
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
