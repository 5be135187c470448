package io.jenkins.plugins.cloudrun.image.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before a registry, counts what passes, and breaks connections: both sides see them end in
 * the middle, as with a network that fails.
 */
final class CountingRelay implements AutoCloseable {
  private final ServerSocket front;
  private final String host;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong up = new AtomicLong();
  private final AtomicLong down = new AtomicLong();
  private volatile long cutDown = Long.MAX_VALUE;
  private final ConcurrentLinkedQueue<Long> cuts = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile long bytesPerSecond = Long.MAX_VALUE;

  /**
   * @param registry {@code host:port}
   */
  CountingRelay(String registry) throws IOException {
    host = registry.substring(0, registry.lastIndexOf(':'));
    port = Integer.parseInt(registry.substring(registry.lastIndexOf(':') + 1));
    front = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  String host() {
    return "127.0.0.1:" + front.getLocalPort();
  }

  /** Bytes that went to the registry, heads included. */
  long bytesUp() {
    return up.get();
  }

  long bytesDown() {
    return down.get();
  }

  /** Breaks the connection over which the total of bytes down from now reaches this. */
  CountingRelay cutDownAt(long total) {
    down.set(0);
    cutDown = total;
    return this;
  }

  /** The first lines of requests, as far as they began a read. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  void clear() {
    up.set(0);
    requests.clear();
  }

  /** Breaks the connection over which the total of bytes up reaches this. */
  CountingRelay cutAt(long total) {
    cuts.add(total);
    return this;
  }

  /** Breaks the connection before the nth request of this method from now gets through. */
  CountingRelay cutBefore(String method, int nth) {
    refused.put(method, new AtomicInteger(nth));
    return this;
  }

  CountingRelay slow(long perSecond) {
    bytesPerSecond = perSecond;
    return this;
  }

  private void accept() {
    while (!front.isClosed()) {
      try {
        Socket client = front.accept();
        open.add(client);
        start(() -> serve(client));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket backend = new Socket(host, port)) {
      open.add(backend);
      backend.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      start(() -> down(backend, client));
      up(client, backend);
    } catch (IOException e) {
      // One side is gone; closing tells the other.
    }
  }

  private void up(Socket client, Socket backend) throws IOException {
    InputStream in = client.getInputStream();
    OutputStream out = backend.getOutputStream();
    byte[] buffer = new byte[64 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (note(buffer, n)) {
        return;
      }
      Long cut = cuts.peek();
      long total = up.addAndGet(n);
      if (cut != null && total >= cut && cuts.remove(cut)) {
        out.write(buffer, 0, (int) Math.max(0, n - (total - cut)));
        out.flush();
        return;
      }
      out.write(buffer, 0, n);
      if (bytesPerSecond != Long.MAX_VALUE) {
        LockSupport.parkNanos(n * 1_000_000_000L / bytesPerSecond);
      }
    }
  }

  /** Whether this is where to break it. */
  private boolean note(byte[] buffer, int n) {
    int end = 0;
    while (end < Math.min(n, 400) && buffer[end] != '\r') {
      end++;
    }
    String line = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    if (!line.endsWith(" HTTP/1.1")) {
      return false;
    }
    requests.add(line.substring(0, line.length() - " HTTP/1.1".length()));
    AtomicInteger left = refused.get(line.substring(0, line.indexOf(' ')));
    return left != null && left.decrementAndGet() == 0;
  }

  private void down(Socket backend, Socket client) {
    byte[] buffer = new byte[64 * 1024];
    try {
      InputStream in = backend.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        long total = down.addAndGet(n);
        if (total >= cutDown) {
          cutDown = Long.MAX_VALUE;
          return;
        }
        client.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      // Cut.
    } finally {
      close(client);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "counting relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed as far as anybody can tell.
    }
  }

  @Override
  public void close() throws IOException {
    front.close();
    open.forEach(CountingRelay::close);
  }
}
