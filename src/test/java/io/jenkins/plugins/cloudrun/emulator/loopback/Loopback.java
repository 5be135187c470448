package io.jenkins.plugins.cloudrun.emulator.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One HTTP server on 127.0.0.1, each call on a thread of its own. */
public final class Loopback implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Loopback.class.getName());

  private final HttpServer server;
  private final ExecutorService pool;

  private Loopback(HttpServer server, ExecutorService pool) {
    this.server = server;
    this.pool = pool;
  }

  /** Answers calls. An exception other than a broken connection becomes a 500 with its text. */
  public interface Handler {
    void handle(Call call) throws IOException;
  }

  /**
   * Starts a server.
   *
   * @param name of its threads
   * @param port 0 for any that is free
   */
  public static Loopback start(String name, int port, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    ExecutorService pool =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(pool);
    server.createContext("/", exchange -> answer(handler, exchange));
    server.start();
    return new Loopback(server, pool);
  }

  private static void answer(Handler handler, HttpExchange exchange) {
    Call call = new Call(exchange);
    try {
      handler.handle(call);
    } catch (IOException e) {
      LOG.log(Level.FINE, "The connection of " + call + " broke", e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The emulator failed to answer " + call, e);
      call.failed(e);
    } finally {
      exchange.close();
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Host and port, as they stand in an image's name. */
  public String host() {
    return "127.0.0.1:" + port();
  }

  public URI uri() {
    return URI.create("http://" + host());
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }
}
