package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GZipEncoding;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.sun.net.httpserver.Headers;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class JdkHttpTransportTest {
  private final JdkHttpTransport transport =
      new JdkHttpTransport(
          new SharedHttp(HttpClient::newBuilder), uri -> uri, Duration.ofSeconds(5));

  private HttpRequest request(String method, String host, String body) throws IOException {
    return transport
        .createRequestFactory()
        .buildRequest(
            method,
            new GenericUrl("http://" + host + "/v2/x?a=%20b"),
            body.isEmpty()
                ? null
                : new ByteArrayContent("text/plain", body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void methodsHeadersAndBodiesArriveAsTheyWereMeant() throws Exception {
    AtomicReference<Headers> headers = new AtomicReference<>(new Headers());
    AtomicReference<String> body = new AtomicReference<>("");
    try (ScriptedServer server =
        new ScriptedServer(
            x -> {
              headers.set(x.getRequestHeaders());
              body.set(new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              x.getResponseHeaders().set("X-Two", "zwei");
              ScriptedServer.send(x, 200, "ok".getBytes(StandardCharsets.UTF_8));
            })) {
      for (String method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        assertTrue(transport.supportsMethod(method));
        boolean writes = method.startsWith("P");
        HttpRequest request = request(method, server.host(), writes ? "grüße" : "");
        request.getHeaders().set("X-One", "eins").set("Connection", "close").set("Expect", "no");
        request.getHeaders().setContentLength(99L);
        HttpResponse response = request.execute();
        assertEquals("ok", response.parseAsString());
        assertEquals("zwei", response.getHeaders().getFirstHeaderStringValue("X-Two"));
        assertEquals("eins", headers.get().getFirst("X-One"));
        assertNull(headers.get().getFirst("Expect"));
        assertEquals(writes ? "grüße" : "", body.get());
        assertEquals(writes ? "text/plain" : null, headers.get().getFirst("Content-Type"));
        assertEquals(method + " /v2/x?a=%20b", server.requests().get(server.requests().size() - 1));
      }
    }
    assertFalse(transport.supportsMethod("TRACE"));
  }

  @Test
  void compressedBodiesAreReadBothWays() throws Exception {
    String text = "compress me ".repeat(100);
    try (ScriptedServer server =
        new ScriptedServer(
            x -> {
              assertEquals("gzip", x.getRequestHeaders().getFirst("Content-Encoding"));
              byte[] sent = x.getRequestBody().readAllBytes();
              byte[] plain = new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes();
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
                zipped.write(plain);
              }
              x.getResponseHeaders().set("Content-Encoding", "gzip");
              ScriptedServer.send(x, 200, bytes.toByteArray());
            })) {
      HttpRequest request = request("POST", server.host(), text).setEncoding(new GZipEncoding());
      assertEquals(text, request.execute().parseAsString());
    }
  }

  @Test
  void anAnswerWithoutTypeOrBodyIsFine() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(x -> ScriptedServer.send(x, 204, new byte[0]))) {
      HttpResponse response = request("POST", server.host(), "x").execute();
      assertEquals(204, response.getStatusCode());
      assertNull(response.getContentType());
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      try (ScriptedServer server =
          new ScriptedServer(
              x -> {
                x.getResponseHeaders().set("Location", "/elsewhere");
                ScriptedServer.send(x, status, new byte[0]);
              })) {
        HttpResponseException refused =
            assertThrows(
                HttpResponseException.class,
                () -> request("POST", server.host(), "secret").execute());
        assertEquals(status, refused.getStatusCode());
        assertEquals(1, server.requests().size());
      }
    }
  }

  @Test
  void movedEndpointsAreReachedWhereTheyAre() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(x -> ScriptedServer.send(x, 200, new byte[0]))) {
      URI there = URI.create("http://" + server.host());
      java.util.Optional<URI> moved = java.util.Optional.of(there);
      Endpoints endpoints =
          new Endpoints(moved, java.util.Optional.of(there.resolve("/t")), moved, moved, moved);
      assertEquals(
          there.resolve("/t"),
          endpoints.redirected(URI.create("https://oauth2.googleapis.com/token")));
      assertEquals(
          there.resolve("/v1/x?y=z"),
          endpoints.redirected(URI.create("https://iamcredentials.googleapis.com/v1/x?y=z")));
      assertEquals(
          there.resolve("/a"),
          endpoints.redirected(URI.create("http://metadata.google.internal/a")));
      URI other = URI.create("https://iamcredentials.googleapis.com.evil.example.com/");
      assertEquals(other, endpoints.redirected(other));
    }
  }

  @Test
  void aRequestsOwnTimeLimitCountsWhenItIsShorter() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            x -> {
              try {
                Thread.sleep(5000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      HttpRequest request =
          request("GET", server.host(), "").setConnectTimeout(100).setReadTimeout(200);
      NoAnswerException none = assertThrows(NoAnswerException.class, request::execute);
      assertEquals("no answer came within 300 ms", none.getMessage());
      assertTrue(none.sent());
    }
  }
}
