package io.jenkins.plugins.cloudrun.gcp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A GET to addresses that were checked before: {@code java.net.http} looks a name up by itself, and
 * may be told another address than the one that was checked (DNS rebinding). The name still goes
 * into the request, and the server's certificate must be one for it. HTTP/1.1, one request for a
 * connection, no redirect is followed.
 */
final class PinnedGet {
  private static final int MOST_CONNECT = 5_000;

  private final SSLSocketFactory tls;

  PinnedGet(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /**
   * An answer.
   *
   * @param body its beginning
   * @param latency from the request's first byte to the answer's last that was read
   */
  record Answer(int status, byte[] body, Duration latency) {}

  /**
   * One exchange.
   *
   * @param addresses tried in this order until one takes the connection
   * @param limit for connection, answer and body together
   * @param most bytes of the body that are read; the rest is left
   */
  Answer get(
      URI url, List<InetAddress> addresses, Map<String, String> headers, Duration limit, int most)
      throws NoAnswerException {
    long deadline = System.nanoTime() + limit.toNanos();
    Socket plain = connect(url, addresses, deadline);
    // A server that sends a byte now and then would keep any time limit of a single read alive.
    CompletableFuture<Void> over = new CompletableFuture<>();
    over.orTimeout(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
        .exceptionally(
            timeout -> {
              close(plain);
              return null;
            });
    boolean sent = false;
    try (Socket socket = plain;
        Socket talking = secured(url, socket)) {
      sent = true;
      return exchange(url, talking, headers, most);
    } catch (IOException e) {
      throw explained(e, sent, limit, deadline);
    } finally {
      over.complete(null);
    }
  }

  private static Socket connect(URI url, List<InetAddress> addresses, long deadline)
      throws NoAnswerException {
    @Nullable IOException last = null;
    for (InetAddress address : addresses) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        break;
      }
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(address, port(url)), (int) Math.min(left, MOST_CONNECT));
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException e) {
        close(socket);
        last = e;
      }
    }
    boolean late = last == null || last instanceof SocketTimeoutException;
    throw new NoAnswerException(
        late ? "no connection could be made in time" : "the connection was refused", false, last);
  }

  private Socket secured(URI url, Socket socket) throws IOException {
    if (!"https".equals(url.getScheme())) {
      return socket;
    }
    String host = bare(url.getHost());
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, host, port(url), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static Answer exchange(URI url, Socket socket, Map<String, String> headers, int most)
      throws IOException {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    StringBuilder request = new StringBuilder("GET ").append(path);
    if (url.getRawQuery() != null) {
      request.append('?').append(url.getRawQuery());
    }
    request.append(" HTTP/1.1\r\nHost: ").append(url.getRawAuthority()).append("\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    request.append("Accept: */*\r\nConnection: close\r\n\r\n");
    long begun = System.nanoTime();
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    InputStream in = new BufferedInputStream(socket.getInputStream());
    HttpMessage message = HttpMessage.read(in);
    byte[] body = message.body(in, most);
    return new Answer(
        message.status(), body, Duration.ofNanos(Math.max(0, System.nanoTime() - begun)));
  }

  private static NoAnswerException explained(
      IOException e, boolean sent, Duration limit, long deadline) {
    if (System.nanoTime() >= deadline) {
      return new NoAnswerException("no answer came within " + limit.toMillis() + " ms", true, e);
    }
    if (!sent && e instanceof SSLException) {
      return new NoAnswerException(
          "no secure connection could be made (" + e.getMessage() + ")", false, e);
    }
    String said = e.getMessage();
    return new NoAnswerException(
        "the connection was cut" + (said == null || said.isBlank() ? "" : " (" + said + ")"),
        sent,
        e);
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
  }

  /** An IPv6 address without its brackets. */
  static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }
}
