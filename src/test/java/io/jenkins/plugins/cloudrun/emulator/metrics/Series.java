package io.jenkins.plugins.cloudrun.emulator.metrics;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests as time series with one point. */
final class Series {
  private Series() {}

  static boolean fits(Map<String, String> filter, RequestStore.Request request) {
    return filter.entrySet().stream()
        .allMatch(
            term ->
                switch (term.getKey()) {
                  case "metric.type" -> true;
                  case "resource.type" -> term.getValue().equals("cloud_run_revision");
                  case "metric.labels.response_code_class" ->
                      term.getValue().equals(responseClass(request));
                  default ->
                      term.getKey().startsWith("resource.labels.")
                          && term.getValue()
                              .equals(
                                  request
                                      .resource()
                                      .get(term.getKey().substring("resource.labels.".length())));
                });
  }

  static JsonArray counts(
      List<RequestStore.Request> requests, boolean grouped, Instant from, Instant to) {
    Map<String, Integer> byClass = new TreeMap<>();
    requests.forEach(
        request -> byClass.merge(grouped ? responseClass(request) : "", 1, Integer::sum));
    JsonArray all = new JsonArray();
    byClass.forEach(
        (responseClass, count) -> {
          JsonObject labels = new JsonObject();
          if (grouped) {
            labels.addProperty("response_code_class", responseClass);
          }
          JsonObject value = new JsonObject();
          value.addProperty("int64Value", String.valueOf(count));
          all.add(series("request_count", labels, "INT64", value, from, to));
        });
    return all;
  }

  /** Exact, where Monitoring interpolates between the bounds of buckets. */
  static JsonArray percentile(
      List<RequestStore.Request> requests, int percentile, Instant from, Instant to) {
    JsonArray all = new JsonArray();
    if (requests.isEmpty()) {
      return all;
    }
    List<Long> sorted = requests.stream().map(r -> r.latency().toMillis()).sorted().toList();
    int index = (int) Math.ceil(sorted.size() * percentile / 100.0) - 1;
    JsonObject value = new JsonObject();
    value.addProperty("doubleValue", (double) sorted.get(Math.max(0, index)));
    all.add(series("request_latencies", new JsonObject(), "DOUBLE", value, from, to));
    return all;
  }

  private static JsonObject series(
      String metric,
      JsonObject labels,
      String valueType,
      JsonObject value,
      Instant from,
      Instant to) {
    JsonObject interval = new JsonObject();
    interval.addProperty("startTime", from.toString());
    interval.addProperty("endTime", to.toString());
    JsonObject point = new JsonObject();
    point.add("interval", interval);
    point.add("value", value);
    JsonArray points = new JsonArray();
    points.add(point);
    JsonObject of = new JsonObject();
    of.addProperty("type", "run.googleapis.com/" + metric);
    if (labels.size() > 0) {
      of.add("labels", labels);
    }
    JsonObject resource = new JsonObject();
    resource.addProperty("type", "cloud_run_revision");
    JsonObject series = new JsonObject();
    series.add("metric", of);
    series.add("resource", resource);
    series.addProperty("metricKind", "DELTA");
    series.addProperty("valueType", valueType);
    series.add("points", points);
    return series;
  }

  static String responseClass(RequestStore.Request request) {
    return request.status() / 100 + "xx";
  }
}
