package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A gate as JSON. A kind that this version does not know is kept as it was stored. A member that is
 * not there has the value that it had before there was such a member.
 */
final class GateJson {
  private GateJson() {}

  static JsonObject write(Gate gate) {
    if (gate instanceof UnknownGate unknown) {
      return JsonParser.parseString(unknown.json()).getAsJsonObject();
    }
    JsonObject json = new JsonObject();
    json.addProperty("kind", gate.kind());
    if (gate instanceof HttpGate http) {
      http(json, http);
    } else if (gate instanceof MetricsGate metrics) {
      metrics(json, metrics);
    } else if (gate instanceof LogsGate logs) {
      logs(json, logs);
    } else {
      throw new IllegalArgumentException("a gate that has no stored form: " + gate.kind());
    }
    return json;
  }

  static Gate read(JsonObject json) {
    String kind = Json.text(json, "kind");
    return switch (kind) {
      case HttpGate.KIND -> http(json);
      case MetricsGate.KIND -> metrics(json);
      case LogsGate.KIND -> logs(json);
      default -> new UnknownGate(kind, json.toString());
    };
  }

  private static void http(JsonObject json, HttpGate gate) {
    json.addProperty("path", gate.path());
    json.addProperty("status", gate.status());
    Json.put(json, "bodyContains", gate.bodyContains());
    Json.put(json, "jsonPath", gate.jsonPath());
    Json.put(json, "latency", gate.latency());
    // The first form calls the count so.
    json.addProperty("consecutive", gate.terms().count());
    json.addProperty("within", gate.terms().within().toString());
    timing(json, gate.terms());
  }

  private static HttpGate http(JsonObject json) {
    return new HttpGate(
        Json.text(json, "path"),
        Json.number(json, "status"),
        Json.maybe(json, "bodyContains"),
        Json.maybe(json, "jsonPath").map(JsonPath::new),
        Json.maybeDuration(json, "latency"),
        terms(
            json,
            Json.number(json, "consecutive"),
            Duration.parse(Json.text(json, "within")),
            HttpGate.DEFAULT_TERMS));
  }

  private static void metrics(JsonObject json, MetricsGate gate) {
    Json.put(json, "errorRate", gate.errorRate());
    JsonObject latencies = new JsonObject();
    gate.latencies()
        .forEach(
            (percentile, limit) ->
                latencies.addProperty(String.valueOf(percentile), limit.toString()));
    json.add("latencies", latencies);
    json.addProperty("minRequests", gate.minRequests());
    json.addProperty("window", gate.window().toString());
    Json.put(json, "query", gate.query());
    Json.put(json, "compareWith", gate.compareWith());
    json.addProperty("count", gate.terms().count());
    timing(json, gate.terms());
  }

  private static MetricsGate metrics(JsonObject json) {
    SortedMap<Integer, Duration> latencies = new TreeMap<>();
    Json.texts(json, "latencies")
        .forEach(
            (percentile, limit) ->
                latencies.put(Integer.valueOf(percentile), Duration.parse(limit)));
    return new MetricsGate(
        Json.maybe(json, "errorRate").map(Double::valueOf),
        latencies,
        Json.number(json, "minRequests"),
        Duration.parse(Json.text(json, "window")),
        Json.maybe(json, "query").map(PromQuery::new),
        Json.maybe(json, "compareWith").map(Double::valueOf),
        terms(json, Json.number(json, "count"), Duration.ZERO, MetricsGate.DEFAULT_TERMS));
  }

  private static void logs(JsonObject json, LogsGate gate) {
    json.addProperty("severity", gate.severity().name());
    json.addProperty("atMost", gate.atMost());
    json.addProperty("window", gate.window().toString());
    json.addProperty("count", gate.terms().count());
    timing(json, gate.terms());
  }

  private static LogsGate logs(JsonObject json) {
    return new LogsGate(
        LogSeverity.parse(Json.text(json, "severity")),
        Json.number(json, "atMost"),
        Duration.parse(Json.text(json, "window")),
        terms(json, Json.number(json, "count"), Duration.ZERO, LogsGate.DEFAULT_TERMS));
  }

  private static void timing(JsonObject json, Terms terms) {
    json.addProperty("delay", terms.delay().toString());
    Json.put(json, "interval", terms.interval());
    json.addProperty("inconclusiveFor", terms.inconclusiveFor().toString());
    json.addProperty("errorsFor", terms.errorsFor().toString());
  }

  private static Terms terms(JsonObject json, int count, Duration within, Terms usual) {
    return new Terms(
        Json.maybeDuration(json, "delay").orElse(usual.delay()),
        Json.maybeDuration(json, "interval"),
        count,
        within,
        Json.maybeDuration(json, "inconclusiveFor").orElse(usual.inconclusiveFor()),
        Json.maybeDuration(json, "errorsFor").orElse(usual.errorsFor()));
  }
}
