package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpHealthTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpHealth health =
      new HttpHealth(
          new SharedHttp(HttpClient::newBuilder), audience -> "token-for-" + audience, true);

  private static Health.Request request(ScriptedServer server, Duration limit) {
    return new Health.Request(
        URI.create("http://" + server.host() + "/healthz"), Optional.empty(), limit);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anAnswerIsAnAnswerWhateverItsStatus() throws Exception {
    for (int status : new int[] {200, 204, 302, 404, 500, 503}) {
      try (ScriptedServer server =
          new ScriptedServer(
              x -> {
                x.getResponseHeaders().set("Location", "/elsewhere");
                ScriptedServer.send(x, status, status == 204 ? new byte[0] : bytes("grüße"));
              })) {
        Health.Answer answer = health.get(request(server, LIMIT));
        assertEquals(status, answer.status());
        assertEquals(status == 204 ? "" : "grüße", answer.body());
        assertTrue(!answer.latency().isNegative() && answer.latency().compareTo(LIMIT) < 0);
        assertEquals(1, server.requests().size());
      }
    }
  }

  @Test
  void aPrivateServiceGetsATokenForItsAudience() throws Exception {
    try (ScriptedServer server = new ScriptedServer(x -> ScriptedServer.send(x, 200, bytes("")))) {
      Health.Request plain = request(server, LIMIT);
      health.get(new Health.Request(plain.url(), Optional.of("https://shop"), LIMIT));
      assertEquals("GET /healthz as Bearer token-for-https://shop", server.requests().get(0));
    }
    Failure.Permanent none = new Failure.Permanent(Failure.Reason.UNAUTHENTICATED, "none", null);
    HttpHealth without =
        new HttpHealth(
            new SharedHttp(HttpClient::newBuilder),
            audience -> {
              throw none;
            },
            true);
    assertEquals(
        none,
        failure(
            () ->
                without.get(
                    new Health.Request(
                        URI.create("http://127.0.0.1:1/"), Optional.of("https://shop"), LIMIT))));
  }

  @Test
  void aLongBodyIsCutAndAnEndlessOneIsNotRead() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            x -> {
              x.sendResponseHeaders(200, 0);
              try {
                while (true) {
                  x.getResponseBody().write(bytes("x".repeat(8192)));
                }
              } catch (IOException e) {
                gone.countDown();
              }
            })) {
      Health.Answer answer = health.get(request(server, LIMIT));
      assertEquals(64 * 1024, answer.body().length());
      assertTrue(gone.await(10, TimeUnit.SECONDS), "the server still writes");
    }
  }

  @Test
  void whoAnswersTooSlowlyDoesNotAnswer() throws Exception {
    for (boolean begins : new boolean[] {false, true}) {
      CountDownLatch over = new CountDownLatch(1);
      try (ScriptedServer server =
          new ScriptedServer(
              x -> {
                if (begins) {
                  x.sendResponseHeaders(200, 100);
                  x.getResponseBody().write('a');
                  x.getResponseBody().flush();
                }
                await(over);
              })) {
        Health.NoAnswer failure =
            assertThrows(
                Health.NoAnswer.class, () -> health.get(request(server, Duration.ofMillis(300))));
        assertTrue(
            failure.explanation().endsWith("/healthz: no answer came within 300 ms"),
            failure.explanation());
        over.countDown();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean unused = latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoDoesNotListenIsSaidToRefuse() throws Exception {
    ScriptedServer server = new ScriptedServer(x -> ScriptedServer.send(x, 200, bytes("")));
    Health.Request request = request(server, LIMIT);
    server.close();
    Failure failure = failure(() -> health.get(request));
    assertInstanceOf(Failure.Transient.class, failure);
    assertTrue(
        failure.explanation().contains(": the connection was refused"), failure.explanation());
  }

  @Test
  void behindAProxyTheProxyLooksNamesUpButNoAddressPasses() throws Exception {
    try (ScriptedServer proxy =
        new ScriptedServer(x -> ScriptedServer.send(x, 200, bytes("from afar")))) {
      URI at = URI.create("http://" + proxy.host());
      SharedHttp through =
          new SharedHttp(
              () ->
                  HttpClient.newBuilder()
                      .proxy(ProxySelector.of(new InetSocketAddress(at.getHost(), at.getPort()))));
      URI page = URI.create("http://shop.example.com/healthz");
      Health.Request asked = new Health.Request(page, Optional.empty(), LIMIT);
      HttpHealth health = new HttpHealth(through, audience -> "none", true);
      assertEquals("from afar", health.get(asked).body());
      assertEquals(1, proxy.requests().size());
      HttpHealth strict = new HttpHealth(through, audience -> "none", false);
      Health.Request metadata =
          new Health.Request(
              URI.create("https://169.254.169.254/computeMetadata/v1/"), Optional.empty(), LIMIT);
      assertInstanceOf(Failure.Permanent.class, failure(() -> strict.get(metadata)));
      assertInstanceOf(Failure.Permanent.class, failure(() -> strict.get(asked)), "no https");
      assertEquals(1, proxy.requests().size());
    }
  }
}
