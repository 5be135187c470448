package shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import shop.catalog.Catalog;

/**
 * The sample service: {@code /} tells its version and revision, {@code /healthz} how it is.
 *
 * <p>{@code SHOP_FAILURE} makes a version bad on purpose: {@code unhealthy} lets {@code /healthz}
 * answer 500, {@code crash} ends the program before it listens, {@code migration} lets the
 * migration fail.
 */
public final class Shop {
  private final Map<String, String> env;

  private Shop(Map<String, String> env) {
    this.env = env;
  }

  public static void main(String[] args) throws IOException {
    Map<String, String> env = System.getenv();
    if (args.length > 0 && args[0].equals("migrate")) {
      System.exit(new Migration(env).run());
    }
    new Shop(env).serve();
  }

  private void serve() throws IOException {
    if (failure().equals("crash")) {
      log("FATAL cannot reach the database at db.internal:5432: connection refused");
      System.exit(3);
    }
    int port = Integer.parseInt(env.getOrDefault("PORT", "8080"));
    HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", port), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", this::front);
    server.createContext("/healthz", this::health);
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
    log("INFO shop " + version() + " listens on port " + port + ", " + Catalog.size() + " goods");
  }

  private void front(HttpExchange exchange) throws IOException {
    String body =
        "{\"service\":\"%s\",\"version\":\"%s\",\"revision\":\"%s\",\"goods\":%s}%n"
            .formatted(
                env.getOrDefault("K_SERVICE", "shop"),
                version(),
                env.getOrDefault("K_REVISION", "local"),
                Catalog.json());
    answer(exchange, 200, "application/json", body);
  }

  private void health(HttpExchange exchange) throws IOException {
    if (failure().equals("unhealthy")) {
      log("ERROR health check failed: connection pool exhausted, 0 of 10 connections are usable");
      answer(exchange, 500, "text/plain", "connection pool exhausted\n");
    } else {
      answer(exchange, 200, "text/plain", "ok\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String version() {
    return env.getOrDefault("SHOP_VERSION", "0");
  }

  private String failure() {
    return env.getOrDefault("SHOP_FAILURE", "none");
  }

  private static void log(String line) {
    System.out.println(line);
  }
}
