package io.jenkins.plugins.cloudrun.emulator.front;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The URLs of services and of traffic tags: one port of 127.0.0.1 each, which stays the same as
 * long as the service lives. (A name such as {@code shop.localhost} is not resolved everywhere.)
 */
public class FrontDoor implements AutoCloseable {
  private static final int ATTEMPTS = 200;

  private final Executor executor;
  private final HttpClient client;
  private final Map<String, Site> sites = new HashMap<>();
  private int nextPort;

  /**
   * @param executor serves the requests
   * @param firstPort the first URL's port, or 0 for free ones
   */
  public FrontDoor(Executor executor, int firstPort) {
    this.executor = executor;
    this.nextPort = firstPort;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(executor)
            .build();
  }

  /** The URL of a service or a tag; it answers 404 until it is routed. */
  public synchronized URI open(String key) {
    return sites.computeIfAbsent(key, k -> bind()).uri();
  }

  /** Sends the requests of a URL to revisions from now on. */
  public synchronized void route(String key, Routing routing) {
    sites.computeIfAbsent(key, k -> bind()).route(routing);
  }

  /** Keeps a URL's port, but lets it answer 404. */
  public synchronized void unroute(String key) {
    Site site = sites.get(key);
    if (site != null) {
      site.route(Site.NOWHERE);
    }
  }

  /** Gives up all URLs whose key begins so. */
  public synchronized void closeAll(String prefix) {
    for (String key : List.copyOf(sites.keySet())) {
      if (key.equals(prefix) || key.startsWith(prefix + "#")) {
        sites.remove(key).close();
      }
    }
  }

  @Override
  public synchronized void close() {
    sites.values().forEach(Site::close);
    sites.clear();
  }

  private Site bind() {
    for (int attempt = 0; ; attempt++) {
      int port = nextPort == 0 ? 0 : nextPort++;
      try {
        return Site.open(port, executor, client);
      } catch (IOException e) {
        if (port == 0 || attempt == ATTEMPTS) {
          throw new UncheckedIOException("No port for a service's URL", e);
        }
      }
    }
  }
}
