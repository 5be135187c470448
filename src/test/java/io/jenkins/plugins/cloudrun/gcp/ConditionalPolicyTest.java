package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.registry.ScriptedServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A policy with a condition, as IAM shows it: whole to who asks for version 3, else without the
 * condition.
 */
class ConditionalPolicyTest {
  private static final String CONDITION =
      ",\"condition\":{\"title\":\"office hours\",\"expression\":\"request.time.getHours() < 18\"}";
  private static final String POLICY =
      "{\"version\":3,\"etag\":\"BwYx\",\"bindings\":[{\"role\":\"roles/run.invoker\",\"members\":[\"group:qa@example.com\"]%s}]}";

  @Test
  void conditionsStayWhenEveryoneIsLetIn() throws Exception {
    AtomicReference<String> written = new AtomicReference<>("");
    try (ScriptedServer server =
        new ScriptedServer(
            exchange -> {
              URI uri = exchange.getRequestURI();
              String answer = POLICY.formatted(CONDITION);
              if (uri.getPath().endsWith(":setIamPolicy")) {
                written.set(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              } else if (!uri.getQuery().contains("options.requestedPolicyVersion=3")) {
                answer = POLICY.formatted("").replace("\"version\":3", "\"version\":1");
              }
              ScriptedServer.send(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
            })) {
      Asked.client("http://" + server.host(), Asked.TOKEN, Duration.ofSeconds(5))
          .setPublic(Asked.SHOP, true);
    }
    JsonObject policy =
        JsonParser.parseString(written.get()).getAsJsonObject().getAsJsonObject("policy");
    JsonArray bindings = policy.getAsJsonArray("bindings");
    assertEquals(3, policy.get("version").getAsInt());
    assertEquals("BwYx", policy.get("etag").getAsString());
    assertEquals(2, bindings.size(), written.get());
    assertTrue(bindings.get(0).toString().contains("office hours"), written.get());
    assertEquals("[\"allUsers\"]", bindings.get(1).getAsJsonObject().get("members").toString());
  }
}
