package io.jenkins.plugins.cloudrun.image.registry;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A blob, and a client for a scripted registry. */
abstract class ScriptedBlobs {
  static final byte[] BYTES = noise();
  static final ImageDigest DIGEST = digest(BYTES);
  final List<String> lines = new CopyOnWriteArrayList<>();

  RegistryBlobs blobs(String host, String password) {
    Keyring keyring =
        password.isEmpty()
            ? Keyring.empty()
            : Keyring.empty().with(host, new RegistryToken(password, Instant.MAX));
    return new RegistryClient(HttpClient.newBuilder(), keyring)
        .blobs(new Attempts(4, Duration.ofMillis(10), Duration.ofSeconds(10), lines::add));
  }

  static ImageName name(ScriptedServer server, String path) {
    return new ImageName(server.host(), path);
  }

  static void challenge(HttpExchange e, String host) throws IOException {
    e.getResponseHeaders()
        .set("WWW-Authenticate", "Bearer realm=\"http://" + host + "/token\",service=\"s\"");
    reply(e, 401, "");
  }

  static void reply(HttpExchange e, int status, String body) throws IOException {
    ScriptedServer.send(e, status, body.getBytes(StandardCharsets.UTF_8));
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static byte[] noise() {
    byte[] bytes = new byte[1_000_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  static ImageDigest digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ImageDigest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
