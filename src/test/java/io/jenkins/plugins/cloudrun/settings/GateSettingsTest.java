package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.JsonPath;
import io.jenkins.plugins.cloudrun.rollout.gate.LogsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.MetricsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.PromQuery;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;

final class GateSettingsTest {
  private static DeploySettings deploy(String symbol, Map<String, ?> arguments) throws Exception {
    return LightModel.instantiate(
        DeploySettings.class,
        Map.of(
            "service",
            "shop",
            "gates",
            List.of(new UninstantiatedDescribable(symbol, null, arguments))));
  }

  private static Gate gate(String symbol, Map<String, ?> arguments) throws Exception {
    return deploy(symbol, arguments).getGates().get(0).toGate(Expander.NONE);
  }

  @Test
  void metricsAreRead() throws Exception {
    assertEquals(
        new MetricsGate(
            Optional.of(0.5),
            new TreeMap<>(
                Map.of(
                    50, Duration.ofMillis(100),
                    95, Duration.ofMillis(400),
                    99, Duration.ofMillis(800))),
            500,
            Duration.ofMinutes(20),
            Optional.of(new PromQuery("up < 1")),
            Optional.of(1.5),
            new Terms(
                Duration.ofMinutes(1),
                Optional.of(Duration.ofSeconds(45)),
                3,
                Duration.ZERO,
                Duration.ofHours(1),
                Duration.ofMinutes(9))),
        gate(
            "metrics",
            Map.ofEntries(
                Map.entry("errorRate", "0.5 %"),
                Map.entry("latencyP50", "100ms"),
                Map.entry("latencyP95", "400ms"),
                Map.entry("latencyP99", "800ms"),
                Map.entry("minRequests", 500),
                Map.entry("window", "20m"),
                Map.entry("query", "up < 1"),
                Map.entry("compareWith", "1.5"),
                Map.entry("count", 3),
                Map.entry("delay", "1m"),
                Map.entry("interval", "45s"),
                Map.entry("inconclusiveFor", "1h"),
                Map.entry("errorsFor", "9m"))));
  }

  @Test
  void defaultsAreThoseOfTheKind() throws Exception {
    assertEquals(
        new LogsGate(LogSeverity.ERROR, 0, Duration.ofMinutes(5), LogsGate.DEFAULT_TERMS),
        gate("logs", Map.of()));
    MetricsGate metrics = (MetricsGate) gate("metrics", Map.of("errorRate", "1"));
    assertEquals(MetricsGate.DEFAULT_TERMS, metrics.terms());
    assertEquals(50, metrics.minRequests());
    assertEquals(0, ((MetricsGate) gate("metrics", Map.of("query", "up == 1"))).minRequests());
    HttpGate http = (HttpGate) gate("http", Map.of("path", "/", "jsonPath", "$.up"));
    assertEquals(HttpGate.DEFAULT_TERMS, http.terms());
    assertEquals(Optional.of(new JsonPath("$.up")), http.jsonPath());
  }

  @Test
  void whatIsADefaultIsLeftOutOfTheSnippetAndTheRestComesBack() throws Exception {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("severity", "WARNING");
    given.put("atMost", 2);
    given.put("errorsFor", "1m");
    Map<String, Object> all = new LinkedHashMap<>(given);
    all.put("window", "5m");
    all.put("count", 1);
    all.put("delay", "15s");
    all.put("interval", "15s");
    all.put("inconclusiveFor", "5m");
    DeploySettings settings = deploy("logs", all);
    Map<String, Object> shown =
        Snippet.arguments(DeploySettings.class, LightModel.uninstantiate(settings).getArguments());
    UninstantiatedDescribable gate =
        (UninstantiatedDescribable) ((List<?>) shown.get("gates")).get(0);
    assertEquals("logs", gate.getSymbol());
    assertEquals(given, gate.getArguments());
    assertEquals(List.copyOf(given.keySet()), List.copyOf(gate.getArguments().keySet()));
  }

  private static String refusal(String symbol, Map<String, ?> arguments) {
    return assertThrows(InvalidValueException.class, () -> gate(symbol, arguments)).getMessage();
  }

  @Test
  void whatIsWrongIsNamed() {
    assertTrue(
        refusal("metrics", Map.of("errorRate", "many")).startsWith("The gate's errorRate: 'many'"));
    assertTrue(
        refusal("metrics", Map.of("errorRate", "1%", "window", "3m"))
            .contains("a shorter window may hold none"));
    assertTrue(refusal("metrics", Map.of("errorRate", "101%")).contains("between 0 % and 100 %"));
    assertTrue(refusal("metrics", Map.of("compareWith", "0.5")).contains("between 1 and 100"));
    assertTrue(refusal("metrics", Map.of()).contains("has no limit"));
    assertTrue(refusal("metrics", Map.of("query", "up")).contains("end with the threshold"));
    assertTrue(refusal("logs", Map.of("severity", "BAD")).contains("'BAD' is not a severity"));
    assertTrue(refusal("logs", Map.of("interval", "0s")).contains("interval is 0s"));
    assertTrue(refusal("http", Map.of("path", "/", "jsonPath", "up")).contains("jsonPath 'up'"));
  }

  @Test
  void formsSayTheSameAndAnUnknownNameIsRefused() {
    var admin = FormCheckTest.item(true);
    var metrics = new MetricsGateSettings.DescriptorImpl();
    assertEquals(Kind.ERROR, metrics.doCheckWindow(admin, "3m").kind);
    assertEquals(Kind.OK, metrics.doCheckWindow(admin, "4m").kind);
    assertEquals(Kind.ERROR, metrics.doCheckErrorRate(admin, "x").kind);
    assertEquals(Kind.ERROR, metrics.doCheckQuery(admin, "sum(up").kind);
    assertEquals(Kind.ERROR, metrics.doCheckErrorsFor(admin, "2d").kind);
    assertEquals(Kind.ERROR, metrics.doCheckCount(admin, "0").kind);
    var logs = new LogsGateSettings.DescriptorImpl();
    assertEquals(Kind.ERROR, logs.doCheckAtMost(admin, "1000").kind);
    assertEquals(Kind.ERROR, logs.doCheckWindow(admin, "1s").kind);
    assertEquals(9, logs.doFillSeverityItems().size());
    var http = new HttpGateSettings.DescriptorImpl();
    assertEquals(Kind.ERROR, http.doCheckJsonPath(admin, "$.a = 1").kind);
    assertEquals(Kind.OK, http.doCheckJsonPath(admin, "$.a == 1").kind);
    String refusal =
        assertThrows(
                InvalidValueException.class,
                () ->
                    ParameterNames.check(
                        "cloudRunDeploy",
                        DeploySettings.class,
                        Map.of(
                            "gates",
                            List.of(
                                new UninstantiatedDescribable(
                                    "metrics", null, Map.of("errorrate", "1%"))))))
            .getMessage();
    assertTrue(refusal.contains("'errorrate': did you mean 'errorRate'?"), refusal);
  }
}
