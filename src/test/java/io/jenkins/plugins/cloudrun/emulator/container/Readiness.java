package io.jenkins.plugins.cloudrun.emulator.container;

import com.google.cloud.run.v2.HTTPHeader;
import com.google.cloud.run.v2.Probe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The startup probe of an instance. It comes from another address than 127.0.0.1, so that an
 * application that listens on the loopback address alone fails, as it does on Cloud Run.
 */
public final class Readiness {
  private static final long PERIOD_MILLIS = 50;
  private static final int TIMEOUT_MILLIS = 2_000;

  private Readiness() {}

  /** The address that instances are called at. */
  public static InetAddress address() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    } catch (IOException e) {
      throw new IllegalStateException(e); // four bytes are always an address
    }
  }

  /**
   * Waits for an instance to get ready.
   *
   * @param probe as in the revision, defaults filled in
   * @param containerPort as in the revision; the instance listens on its own port in its stead
   * @param limit how long at most, whatever the probe allows
   */
  public static void await(Instance instance, Probe probe, int containerPort, Duration limit)
      throws LaunchFailure, InterruptedException {
    long allowed =
        TimeUnit.SECONDS.toMillis(
            probe.getInitialDelaySeconds()
                + (long) Math.max(1, probe.getPeriodSeconds())
                    * Math.max(1, probe.getFailureThreshold()));
    long end =
        System.nanoTime()
            + TimeUnit.MILLISECONDS.toNanos(Math.min(allowed, Math.max(1, limit.toMillis())));
    while (!succeeds(instance, probe, containerPort)) {
      if (!instance.alive() || System.nanoTime() > end) {
        throw failure(probe, containerPort);
      }
      TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
    }
  }

  private static LaunchFailure failure(Probe probe, int containerPort) {
    boolean byDefault =
        probe.hasTcpSocket() && probe.getFailureThreshold() == 1 && probe.getPeriodSeconds() == 240;
    return byDefault
        ? new LaunchFailure(
            LaunchFailure.Kind.NOT_LISTENING,
            ("The user-provided container failed to start and listen on the port defined provided"
                    + " by the PORT=%d environment variable within the allocated timeout. This can"
                    + " happen when the container port is misconfigured or if the timeout is too"
                    + " short. The health check timeout can be extended. Logs for this revision"
                    + " might contain more information.")
                .formatted(containerPort))
        : new LaunchFailure(
            LaunchFailure.Kind.PROBE,
            "The user-provided container failed the configured startup probe checks. Logs for this"
                + " revision might contain more information.");
  }

  private static boolean succeeds(Instance instance, Probe probe, int containerPort) {
    if (!instance.alive()) {
      return false;
    }
    if (probe.hasHttpGet()) {
      int port = mapped(probe.getHttpGet().getPort(), containerPort, instance);
      return http(probe, port);
    }
    return tcp(mapped(probe.getTcpSocket().getPort(), containerPort, instance));
  }

  private static int mapped(int port, int containerPort, Instance instance) {
    return port == 0 || port == containerPort ? instance.port() : port;
  }

  private static boolean tcp(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean http(Probe probe, int port) {
    String path = probe.getHttpGet().getPath();
    try {
      URI uri = URI.create("http://127.0.0.2:" + port + (path.startsWith("/") ? path : "/" + path));
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      for (HTTPHeader header : probe.getHttpGet().getHttpHeadersList()) {
        connection.setRequestProperty(header.getName(), header.getValue());
      }
      int status = connection.getResponseCode();
      connection.disconnect();
      return status >= 200 && status < 400;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
