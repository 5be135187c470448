package io.jenkins.plugins.cloudrun.emulator.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port before a plain HTTP server that hangs up on TLS.
 *
 * <p>Jib tries https first, on loopback too, and speaks http once the handshake fails. The JDK's
 * {@code HttpServer} takes a handshake for a request line that has not ended yet and waits, so jib
 * waits for its time-out and gives up. Other servers (Go's) hang up at once, and so does this port;
 * everything else it passes on as it is.
 */
public final class PlainTextPort implements AutoCloseable {
  /** The type of the first record of every TLS connection (RFC 8446, 5.1). */
  private static final int HANDSHAKE = 22;

  private final ServerSocket front;
  private final InetSocketAddress server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private PlainTextPort(ServerSocket front, InetSocketAddress server) {
    this.front = front;
    this.server = server;
  }

  /**
   * Opens a port.
   *
   * @param port 0 for any that is free
   * @param server where connections go that are not TLS
   */
  public static PlainTextPort before(int port, InetSocketAddress server) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    PlainTextPort opened = new PlainTextPort(new ServerSocket(port, 200, loopback), server);
    start(opened::accept);
    return opened;
  }

  public int port() {
    return front.getLocalPort();
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
    try (client) {
      int first = client.getInputStream().read();
      if (first < 0 || first == HANDSHAKE) {
        return;
      }
      try (Socket backend = new Socket(server.getAddress(), server.getPort())) {
        open.add(backend);
        backend.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        backend.getOutputStream().write(first);
        start(() -> pump(client, backend));
        pump(backend, client);
      }
    } catch (IOException e) {
      // One side is gone; closing tells the other.
    } finally {
      open.remove(client);
    }
  }

  /** Passes on until there is no more, and then says so. */
  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(to);
    } finally {
      open.remove(from);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "plain text port");
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
    open.forEach(PlainTextPort::close);
  }
}
