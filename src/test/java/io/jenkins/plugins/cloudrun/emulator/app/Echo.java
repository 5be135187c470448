package io.jenkins.plugins.cloudrun.emulator.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A web application: answers with its revision, a variable, and what it was asked. */
public final class Echo {
  private Echo() {}

  /** Listens on PORT, at the address that HOST says. */
  public static void main(String[] args) throws IOException {
    String host = System.getenv().getOrDefault("HOST", "0.0.0.0");
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String path = exchange.getRequestURI().getPath();
          int status = path.equals("/healthz") && "bad".equals(System.getenv("HEALTH")) ? 500 : 200;
          byte[] answer =
              (System.getenv("K_REVISION")
                      + "|"
                      + System.getenv().getOrDefault("GREETING", "")
                      + "|"
                      + exchange.getRequestMethod()
                      + " "
                      + exchange.getRequestURI()
                      + "|"
                      + body)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-App", "echo");
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
          if (path.equals("/die")) {
            Runtime.getRuntime().halt(3);
          }
        });
    server.start();
    System.out.println("listening on " + host + ":" + port);
  }
}
