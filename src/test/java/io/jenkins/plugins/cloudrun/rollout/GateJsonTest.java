package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.JsonPath;
import io.jenkins.plugins.cloudrun.rollout.gate.LogsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.MetricsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.PromQuery;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import io.jenkins.plugins.cloudrun.rollout.gate.UnknownGate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateJsonTest {
  private static final Terms TERMS =
      new Terms(
          Duration.ofSeconds(7),
          Optional.of(Duration.ofSeconds(8)),
          9,
          Duration.ofSeconds(10),
          Duration.ofSeconds(11),
          Duration.ofSeconds(12));
  private static final Terms WITHOUT_PATIENCE =
      new Terms(
          TERMS.delay(),
          TERMS.interval(),
          TERMS.count(),
          Duration.ZERO,
          TERMS.inconclusiveFor(),
          TERMS.errorsFor());

  static Stream<Gate> gates() {
    return Stream.of(
        new HttpGate(
            "/x?y=1",
            204,
            Optional.of("text"),
            Optional.of(new JsonPath("$.a['b'][2] >= 1.5")),
            Optional.of(Duration.ofMillis(700)),
            TERMS),
        new HttpGate("/", 200, Optional.empty(), Optional.empty(), 1, HttpGate.DEFAULT_WITHIN),
        new MetricsGate(
            Optional.of(0.5),
            new TreeMap<>(Map.of(50, Duration.ofMillis(100), 99, Duration.ofSeconds(2))),
            7,
            Duration.ofMinutes(5),
            Optional.of(new PromQuery("up{revision=\"{{revision}}\"} == 1")),
            Optional.of(1.25),
            WITHOUT_PATIENCE),
        new MetricsGate(
            Optional.empty(),
            new TreeMap<>(),
            0,
            Duration.ofMinutes(5),
            Optional.empty(),
            Optional.of(2.0),
            MetricsGate.DEFAULT_TERMS),
        new LogsGate(LogSeverity.WARNING, 3, Duration.ofMinutes(2), WITHOUT_PATIENCE),
        new UnknownGate("sonar", "{\"kind\":\"sonar\",\"deep\":{\"er\":[1,null]}}"));
  }

  @ParameterizedTest
  @MethodSource("gates")
  void whatIsWrittenIsRead(Gate gate) {
    assertEquals(gate, GateJson.read(GateJson.write(gate)));
  }

  /** As the version before there were other gates wrote it. */
  @Test
  void theFirstFormIsRead() {
    String first =
        "{\"kind\":\"http\",\"path\":\"/version?x=1\",\"status\":203,\"bodyContains\":\"1.4\","
            + "\"latency\":\"PT0.8S\",\"consecutive\":2,\"within\":\"PT3M\"}";
    assertEquals(
        new HttpGate(
            "/version?x=1",
            203,
            Optional.of("1.4"),
            Optional.of(Duration.ofMillis(800)),
            2,
            Duration.ofMinutes(3)),
        GateJson.read(JsonParser.parseString(first).getAsJsonObject()));
  }

  /** As the first version with these gates wrote them. */
  @Test
  void theFirstFormsOfMetricsAndLogsAreRead() {
    String metrics =
        "{\"kind\":\"metrics\",\"errorRate\":0.5,\"latencies\":{\"99\":\"PT0.8S\"},"
            + "\"minRequests\":50,\"window\":\"PT10M\",\"query\":\"up \\u003c 1\","
            + "\"compareWith\":1.5,\"count\":1,\"delay\":\"PT0S\",\"interval\":\"PT30S\","
            + "\"inconclusiveFor\":\"PT15M\",\"errorsFor\":\"PT5M\"}";
    assertEquals(
        new MetricsGate(
            Optional.of(0.5),
            new TreeMap<>(Map.of(99, Duration.ofMillis(800))),
            50,
            Duration.ofMinutes(10),
            Optional.of(new PromQuery("up < 1")),
            Optional.of(1.5),
            MetricsGate.DEFAULT_TERMS),
        GateJson.read(JsonParser.parseString(metrics).getAsJsonObject()));
    String logs =
        "{\"kind\":\"logs\",\"severity\":\"ERROR\",\"atMost\":0,\"window\":\"PT5M\","
            + "\"count\":1,\"delay\":\"PT15S\",\"interval\":\"PT15S\","
            + "\"inconclusiveFor\":\"PT5M\",\"errorsFor\":\"PT5M\"}";
    assertEquals(
        new LogsGate(LogSeverity.ERROR, 0, Duration.ofMinutes(5), LogsGate.DEFAULT_TERMS),
        GateJson.read(JsonParser.parseString(logs).getAsJsonObject()));
  }

  @Test
  void whatANewerVersionWroteIsKeptToTheLetter() {
    String newer = "{\"kind\":\"sonar\",\"limit\":1.50,\"more\":[true,null,{}]}";
    Gate read = GateJson.read(JsonParser.parseString(newer).getAsJsonObject());
    assertEquals(newer, GateJson.write(read).toString());
  }
}
