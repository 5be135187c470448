package io.jenkins.plugins.cloudrun.emulator.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A web application that is healthy until it is told not to be: {@code /break} makes {@code
 * /healthz} answer 500 from then on, {@code /complain} writes an error into the log, any other path
 * answers with the revision. How it starts is in {@code START}: {@code slow} takes eight seconds,
 * {@code deaf} never listens, {@code crash} ends by itself, {@code sick} is broken from the
 * beginning.
 */
public final class Fickle {
  private static volatile boolean broken;

  private Fickle() {}

  /** Listens on PORT, at the address that HOST says. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String start = System.getenv().getOrDefault("START", "well");
    broken = start.equals("sick");
    if (start.equals("crash")) {
      System.err.println("Cannot read /etc/shop.yaml: no such file");
      System.exit(42);
    }
    if (start.equals("deaf")) {
      System.out.println("Waiting for a database that never comes");
      Thread.sleep(Long.MAX_VALUE);
    }
    if (start.equals("slow")) {
      System.out.println("Reading a large catalogue");
      Thread.sleep(8000);
    }
    String host = System.getenv().getOrDefault("HOST", "0.0.0.0");
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    server.createContext("/", Fickle::answer);
    server.start();
    System.out.println("Open for business");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/break")) {
      broken = true;
    }
    if (path.equals("/complain")) {
      System.out.println("{\"severity\":\"ERROR\",\"message\":\"cannot reach the till\"}");
    }
    boolean sick = path.equals("/healthz") && broken;
    String text = sick ? "connection pool exhausted" : System.getenv("K_REVISION");
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(sick ? 500 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
