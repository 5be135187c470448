package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedHttpTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static HttpRequest.Builder request(String host) {
    return HttpRequest.newBuilder(URI.create("http://" + host + "/"));
  }

  @Test
  void aProxyThatWasCorrectedIsTakenUp() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(x -> ScriptedServer.send(x, 200, new byte[0]))) {
      AtomicInteger made = new AtomicInteger();
      SharedHttp http =
          new SharedHttp(
              () ->
                  made.getAndIncrement() == 0
                      ? HttpClient.newBuilder()
                          .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", 1)))
                      : HttpClient.newBuilder(),
              Duration.ZERO);
      NoAnswerException unreachable =
          assertThrows(NoAnswerException.class, () -> http.send(request(server.host()), LIMIT, 10));
      assertFalse(unreachable.sent());
      for (int i = 0; i < 3; i++) {
        assertEquals(200, http.send(request(server.host()), LIMIT, 10).statusCode());
      }
      assertEquals(2, made.get());
    }
  }

  @Test
  void aClientIsNotReplacedForEachFailure() throws Exception {
    AtomicInteger made = new AtomicInteger();
    SharedHttp http =
        new SharedHttp(
            () -> {
              made.incrementAndGet();
              return HttpClient.newBuilder();
            });
    for (int i = 0; i < 5; i++) {
      assertThrows(NoAnswerException.class, () -> http.send(request("127.0.0.1:1"), LIMIT, 10));
    }
    assertEquals(1, made.get());
  }
}
