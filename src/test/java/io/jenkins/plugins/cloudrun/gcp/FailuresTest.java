package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.SHOP;
import static io.jenkins.plugins.cloudrun.gcp.Asked.TOKEN;
import static io.jenkins.plugins.cloudrun.gcp.Asked.client;
import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each status, with and without Google's words, for reads and for writes. */
class FailuresTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String NONE =
      error(404, "NOT_FOUND", "Resource 'shop' of kind 'SERVICE' does not exist.");

  private static String error(int code, String status, String message) {
    return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}"
        .formatted(code, message, status);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    ScriptedServer.send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a revision from a server that always answers so. */
  private static Failure ofRead(ScriptedServer.Script script) throws IOException {
    try (ScriptedServer server = new ScriptedServer(script)) {
      CloudRunClient client = client("http://" + server.host(), TOKEN, LIMIT);
      Failure failure = failure(() -> client.revision(SHOP, new RevisionName("shop-1")));
      assertTrue(server.requests().size() <= most(failure), "retried: " + server.requests());
      check(failure);
      return failure;
    }
  }

  /** Creates a service on a server that knows none and answers every write so. */
  private static Failure ofWrite(ScriptedServer.Script script) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            exchange -> {
              if (exchange.getRequestMethod().equals("GET")) {
                answer(exchange, 404, NONE);
              } else {
                script.answer(exchange);
              }
            })) {
      CloudRunClient client = client("http://" + server.host(), TOKEN, LIMIT);
      Failure failure = failure(() -> client.apply(Asked.create(SHOP)));
      long writes = server.requests().stream().filter(r -> r.startsWith("POST")).count();
      assertEquals(
          most(failure) == 2 && !failure.explanation().contains("connection was cut") ? 2 : 1,
          writes);
      check(failure);
      return failure;
    }
  }

  /**
   * The JDK repeats a GET whose connection was cut without a byte, and a 401 is tried once more
   * with a new token; nothing else is repeated.
   */
  private static int most(Failure failure) {
    boolean cut = failure.explanation().contains("connection was cut");
    return cut || failure.explanation().contains("401") || kind(failure).equals("UNAUTHENTICATED")
        ? 2
        : 1;
  }

  private static void check(Failure failure) {
    String said = failure.explanation();
    assertFalse(said.contains("Exception"), said);
    assertFalse(said.contains("com.google"), said);
    assertFalse(said.contains(TOKEN), said);
    assertFalse(said.contains("<html"), said);
    assertTrue(said.contains("shop"), said);
    assertTrue(said.matches("(?s).*[.?)]"), said);
  }

  private static String kind(Failure failure) {
    return failure instanceof Failure.Permanent permanent
        ? permanent.reason().name()
        : failure.getClass().getSimpleName();
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, INVALID, INVALID",
    "400, FAILED_PRECONDITION, REFUSED, REFUSED",
    "400, OUT_OF_RANGE, INVALID, INVALID",
    "401, UNAUTHENTICATED, UNAUTHENTICATED, UNAUTHENTICATED",
    "403, PERMISSION_DENIED, DENIED, DENIED",
    "409, ABORTED, CONFLICT, CONFLICT",
    "409, ALREADY_EXISTS, EXISTS, CONFLICT",
    "412, FAILED_PRECONDITION, REFUSED, REFUSED",
    "429, RESOURCE_EXHAUSTED, Transient, Transient",
    "499, CANCELLED, Transient, Ambiguous",
    "500, INTERNAL, Transient, Ambiguous",
    "501, UNIMPLEMENTED, INVALID, INVALID",
    "502, UNAVAILABLE, Transient, Ambiguous",
    "503, UNAVAILABLE, Transient, Ambiguous",
    "504, DEADLINE_EXCEEDED, Transient, Ambiguous",
  })
  void whatGoogleSays(int status, String code, String read, String write) throws Exception {
    String words = "The words of the server about 'shop'.";
    ScriptedServer.Script script = x -> answer(x, status, error(status, code, words));
    for (Failure failure : new Failure[] {ofRead(script), ofWrite(script)}) {
      String said = failure.explanation();
      assertEquals(said.indexOf(words), said.lastIndexOf(words), said);
      assertTrue(said.contains(words), said);
      assertFalse(said.contains("" + status), said);
      assertTrue(said.length() > said.indexOf(words) + words.length() + 10, "what to do: " + said);
    }
    assertEquals(read, kind(ofRead(script)));
    assertEquals(write, kind(ofWrite(script)));
  }

  @ParameterizedTest
  @CsvSource({
    "302, REFUSED, REFUSED",
    "400, REFUSED, REFUSED",
    "401, REFUSED, REFUSED",
    "403, REFUSED, REFUSED",
    "404, REFUSED, REFUSED",
    "407, Transient, Transient",
    "409, REFUSED, REFUSED",
    "429, Transient, Transient",
    "500, Transient, Ambiguous",
    "501, REFUSED, REFUSED",
    "502, Transient, Ambiguous",
    "503, Transient, Ambiguous",
    "504, Transient, Ambiguous",
    "200, Transient, Ambiguous",
  })
  void aPageThatIsNotGoogles(int status, String read, String write) throws Exception {
    ScriptedServer.Script script =
        x -> {
          x.getResponseHeaders().set("Content-Type", "text/html");
          x.getResponseHeaders().set("Location", "/elsewhere");
          answer(x, status, "<html><body>Proxy says no to Bearer " + TOKEN + "</body></html>");
        };
    assertEquals(read, kind(ofRead(script)));
    Failure write1 = ofWrite(script);
    assertEquals(write, kind(write1), write1.explanation());
    if (status != 200) {
      assertTrue(write1.explanation().contains("HTTP status " + status), write1.explanation());
    }
  }

  @Test
  void theServersWishToBeLeftAloneIsKept() throws Exception {
    for (String header : new String[] {"17", "9999", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
      Failure failure =
          ofWrite(
              x -> {
                x.getResponseHeaders().set("Retry-After", header);
                answer(x, 429, error(429, "RESOURCE_EXHAUSTED", "Quota exceeded."));
              });
      Optional<Duration> expected =
          switch (header) {
            case "17" -> Optional.of(Duration.ofSeconds(17));
            case "9999" -> Optional.of(Duration.ofMinutes(5));
            default -> Optional.empty();
          };
      assertEquals(expected, assertInstanceOf(Failure.Transient.class, failure).retryAfter());
    }
  }

  @Test
  void tokensInTheServersWordsAreLeftOut() throws Exception {
    Failure failure =
        ofRead(x -> answer(x, 400, error(400, "INVALID_ARGUMENT", "Got Bearer " + TOKEN + " ?")));
    assertTrue(failure.explanation().contains("Got *** ?"), failure.explanation());
  }

  @Test
  void theFieldsThatAreWrongAreNamed() throws Exception {
    Failure failure =
        ofRead(
            x ->
                answer(
                    x,
                    400,
                    "{\"error\":{\"code\":400,\"message\":\"The request has errors\",\"status\":\"INVALID_ARGUMENT\",\"details\":["
                        + "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":["
                        + "{\"field\":\"template.timeout\",\"description\":\"must be positive\"}]}]}}"));
    assertTrue(
        failure
            .explanation()
            .contains("The request has errors (template.timeout: must be positive)."),
        failure.explanation());
  }

  @Test
  void nothingListensThere() throws Exception {
    ScriptedServer gone = new ScriptedServer(x -> answer(x, 200, "{}"));
    String host = gone.host();
    gone.close();
    CloudRunClient client = client("http://" + host, TOKEN, LIMIT);
    Failure failure = failure(() -> client.apply(Asked.create(SHOP)));
    assertEquals("Transient", kind(failure));
    assertTrue(failure.explanation().contains("the connection was refused"), failure.explanation());
    CloudRunClient unknown = client("http://no-such-host.invalid", TOKEN, LIMIT);
    Failure lost = failure(() -> unknown.service(SHOP));
    assertEquals("Transient", kind(lost));
    assertTrue(lost.explanation().contains("host name is not known"), lost.explanation());
  }

  @Test
  void aConnectionThatIsCut() throws Exception {
    for (boolean afterReading : new boolean[] {false, true}) {
      ScriptedServer.Script cut =
          x -> {
            if (afterReading) {
              x.getRequestBody().readAllBytes();
            }
            throw new IOException("cut");
          };
      assertEquals("Transient", kind(ofRead(cut)));
      Failure failure = ofWrite(cut);
      assertEquals("Ambiguous", kind(failure));
      assertTrue(failure.explanation().contains("the connection was cut"), failure.explanation());
    }
  }

  @Test
  void anAnswerThatBreaksOff() throws Exception {
    ScriptedServer.Script half =
        x -> {
          x.getRequestBody().readAllBytes();
          x.sendResponseHeaders(200, 1000);
          x.getResponseBody().write("{\"name\":\"pro".getBytes(StandardCharsets.UTF_8));
          x.getResponseBody().flush();
          throw new IOException("cut");
        };
    assertEquals("Transient", kind(ofRead(half)));
    assertEquals("Ambiguous", kind(ofWrite(half)));
  }

  @Test
  void aServerThatFallsSilentBeforeOrDuringItsAnswerIsGivenUp() throws Exception {
    for (boolean begins : new boolean[] {false, true}) {
      try (ScriptedServer server =
          new ScriptedServer(
              x -> {
                if (begins) {
                  x.sendResponseHeaders(200, 1000);
                  x.getResponseBody().write('{');
                  x.getResponseBody().flush();
                }
                pause();
              })) {
        CloudRunClient client = client("http://" + server.host(), TOKEN, Duration.ofMillis(400));
        long begun = System.nanoTime();
        Failure failure = failure(() -> client.service(SHOP));
        assertEquals("Transient", kind(failure));
        assertTrue(
            failure.explanation().contains("no answer came within 400 ms"), failure.explanation());
        assertTrue(System.nanoTime() - begun < 3_000_000_000L);
      }
    }
  }

  @Test
  void anOperationIsLookedAtOnceAndAnUnknownOneIsDone() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(x -> answer(x, 503, error(503, "UNAVAILABLE", "Not now.")))) {
      CloudRunClient client = client("http://" + server.host(), TOKEN, LIMIT);
      String name = "projects/p/locations/r/operations/1";
      assertEquals("Transient", kind(failure(() -> client.operation(SHOP, name))));
      assertEquals(1, server.requests().size());
    }
    try (ScriptedServer server = new ScriptedServer(x -> answer(x, 404, NONE))) {
      CloudRunClient client = client("http://" + server.host(), TOKEN, LIMIT);
      assertTrue(client.operation(SHOP, "projects/p/locations/r/operations/1").done());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
