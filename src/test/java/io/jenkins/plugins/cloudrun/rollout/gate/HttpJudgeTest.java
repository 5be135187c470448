package io.jenkins.plugins.cloudrun.rollout.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Health.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpJudgeTest {
  private static final String BODY =
      "{\"status\":\"UP\",\"checks\":[{\"ok\":true,\"lag\":1.5},{\"ok\":false}],\"a-b\":null}";

  private static Verdict judge(Optional<String> contains, String jsonPath, Answer answer) {
    return HttpJudge.judge(
        new HttpGate(
            "/",
            200,
            contains,
            Optional.of(jsonPath).filter(path -> !path.isEmpty()).map(JsonPath::new),
            Optional.of(Duration.ofMillis(100)),
            HttpGate.DEFAULT_TERMS),
        answer);
  }

  private static Answer answer(int status, int ms, String body) {
    return new Answer(status, Duration.ofMillis(ms), body);
  }

  @Test
  void statusLatencyAndTextAreJudged() {
    Verdict good = judge(Optional.of("UP"), "", answer(200, 100, BODY));
    assertEquals(Health.HEALTHY, good.health());
    assertEquals(Map.of("status", 200, "latencyMs", 100), good.values());
    assertUnhealthy(
        judge(Optional.empty(), "", answer(503, 5, "no database")),
        "status 503 in 5 ms, expected status 200; it answered: no database");
    assertUnhealthy(judge(Optional.empty(), "", answer(403, 5, "")), "it needs roles/run.invoker");
    assertUnhealthy(judge(Optional.empty(), "", answer(302, 5, "")), "expected status 200");
    assertUnhealthy(judge(Optional.empty(), "", answer(200, 101, "")), "allowed are 100 ms");
    assertUnhealthy(
        judge(Optional.of("1.4.2"), "", answer(200, 5, "1.4.1")), "does not contain '1.4.2'");
  }

  private static void assertUnhealthy(Verdict verdict, String why) {
    assertEquals(Health.UNHEALTHY, verdict.health());
    assertTrue(verdict.measured().contains(why), verdict.measured());
  }

  @Test
  void aJsonPathIsJudged() {
    for (String good :
        List.of(
            "$.status == 'UP'",
            "$.status",
            "$.checks[0].ok",
            "$['checks'][0][\"lag\"] < 2",
            "$.checks[0].lag == 1.50",
            "$.checks[0].lag>=1.5",
            "$.checks[1].ok == false",
            "$.a-b == null",
            "$.status != \"DOWN\"",
            "$")) {
      Verdict verdict = judge(Optional.empty(), good, answer(200, 5, BODY));
      assertEquals(Health.HEALTHY, verdict.health(), good + ": " + verdict.measured());
    }
    Map<String, String> bad =
        Map.of(
            "$.status == 'DOWN'", "$.status is \"UP\", expected == \"DOWN\"",
            "$.checks[1].ok", "$.checks[1].ok is false",
            "$.checks[2].ok", "the body has no $.checks[2].ok",
            "$.a-b", "$.a-b is null",
            "$.status > 5", "$.status is \"UP\", expected > 5",
            "$.checks[0].lag > 1.5", "expected > 1.5");
    bad.forEach(
        (path, why) -> assertUnhealthy(judge(Optional.empty(), path, answer(200, 5, BODY)), why));
    assertUnhealthy(
        judge(Optional.empty(), "$.status", answer(200, 5, "<html>")), "the body is not JSON");
  }

  @Test
  void aJsonPathThatIsNoneIsRefused() {
    for (String wrong :
        List.of(
            "status",
            "$.",
            "$..status",
            "$.a[*]",
            "$.a = 1",
            "$.a == UP",
            "$.a < 'x'",
            "$.a ==",
            "$[-1]",
            "")) {
      String refusal =
          assertThrows(InvalidValueException.class, () -> new JsonPath(wrong), wrong).getMessage();
      assertTrue(refusal.contains("$.status == 'UP'"), refusal);
    }
  }
}
