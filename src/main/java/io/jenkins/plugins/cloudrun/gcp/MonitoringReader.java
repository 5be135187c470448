package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Cloud Monitoring by hand: {@code projects.timeSeries.list}, and the Prometheus API that
 * Monitoring offers for queries. The client library is gRPC only and larger than this plugin.
 *
 * <p>Queries are PromQL and not MQL (Monitoring Query Language), which Google has deprecated in
 * favour of PromQL and for which its support ended on 22 July 2025.
 */
final class MonitoringReader implements Metrics {
  private static final String COUNT = "run.googleapis.com/request_count";
  private static final String LATENCIES = "run.googleapis.com/request_latencies";
  private static final String CLASS = "response_code_class";

  /** There is one series for each response class. */
  private static final int MOST_PAGES = 5;

  /** The shortest alignment period that Monitoring takes. */
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  private final RestCalls calls;
  private final String base;

  MonitoringReader(RestCalls calls, Endpoints endpoints) {
    this.calls = calls;
    this.base = endpoints.monitoringBase();
  }

  @Override
  public Requests requests(ServiceKey service, RevisionName revision, Instant from, Instant to)
      throws Failure {
    Map<String, String> query = query(COUNT, service, revision, from, to);
    query.put("aggregation.perSeriesAligner", "ALIGN_DELTA");
    query.put("aggregation.crossSeriesReducer", "REDUCE_SUM");
    query.put("aggregation.groupByFields", "metric.label." + CLASS);
    long all = 0;
    long errors = 0;
    for (JsonObject series : list(service, query, "count the requests of revision " + revision)) {
      long count = Math.round(sum(series));
      all += count;
      if (text(object(object(series, "metric"), "labels"), CLASS).equals("5xx")) {
        errors += count;
      }
    }
    return new Requests(all, errors);
  }

  @Override
  public OptionalDouble latency(
      ServiceKey service, RevisionName revision, int percentile, Instant from, Instant to)
      throws Failure {
    Map<String, String> query = query(LATENCIES, service, revision, from, to);
    // The distributions of all response classes become one, and the percentile is taken of that.
    query.put("aggregation.perSeriesAligner", "ALIGN_DELTA");
    query.put("aggregation.crossSeriesReducer", "REDUCE_PERCENTILE_%02d".formatted(percentile));
    for (JsonObject series : list(service, query, "read latencies of revision " + revision)) {
      List<Double> points = points(series);
      if (!points.isEmpty()) {
        return OptionalDouble.of(points.get(0));
      }
    }
    return OptionalDouble.empty();
  }

  /** With one point for all of the interval. */
  private static Map<String, String> query(
      String metric, ServiceKey service, RevisionName revision, Instant from, Instant to) {
    Instant end = to.truncatedTo(ChronoUnit.SECONDS);
    Duration asked = Duration.between(from.truncatedTo(ChronoUnit.SECONDS), end);
    Duration length = asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
    Map<String, String> query = new LinkedHashMap<>();
    query.put(
        "filter",
        "metric.type=\""
            + metric
            + "\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\""
            + service.service()
            + "\" AND resource.labels.revision_name=\""
            + revision
            + "\" AND resource.labels.location=\""
            + service.region()
            + "\"");
    query.put("interval.startTime", end.minus(length).toString());
    query.put("interval.endTime", end.toString());
    query.put("aggregation.alignmentPeriod", length.toSeconds() + "s");
    return query;
  }

  private List<JsonObject> list(ServiceKey service, Map<String, String> query, String what)
      throws Failure {
    Doing doing = doing(what, service.region().value());
    List<JsonObject> all = new ArrayList<>();
    String page = "";
    for (int i = 0; i < MOST_PAGES; i++) {
      Map<String, String> asked = new LinkedHashMap<>(query);
      if (!page.isEmpty()) {
        asked.put("pageToken", page);
      }
      JsonObject answer =
          calls.get(
              base + "/v3/projects/" + service.project() + "/timeSeries?" + encoded(asked), doing);
      all.addAll(objects(answer, "timeSeries"));
      page = text(answer, "nextPageToken");
      if (page.isEmpty()) {
        return all;
      }
    }
    return all;
  }

  @Override
  public List<Double> query(ProjectId project, String promql, Instant at) throws Failure {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("query", promql);
    query.put("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
    JsonObject answer =
        calls.get(
            base
                + "/v1/projects/"
                + project
                + "/location/global/prometheus/api/v1/query?"
                + encoded(query),
            doing("answer the query " + promql, "global"));
    JsonObject data = object(answer, "data");
    List<Double> values = new ArrayList<>();
    if (text(data, "resultType").equals("scalar")) {
      value(data.get("result"), values);
    }
    for (JsonObject series : objects(data, "result")) {
      value(series.get("value"), values);
    }
    return values;
  }

  /** {@code [time, "value"]}, as Prometheus writes it. */
  private static void value(JsonElement sample, List<Double> values) {
    if (sample instanceof JsonArray pair
        && pair.size() == 2
        && pair.get(1) instanceof JsonPrimitive value) {
      try {
        values.add(
            switch (value.getAsString()) {
              case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
              case "-Inf" -> Double.NEGATIVE_INFINITY;
              default -> Double.parseDouble(value.getAsString());
            });
      } catch (NumberFormatException e) {
        values.add(Double.NaN);
      }
    }
  }

  private static Doing doing(String what, String region) {
    return new Doing(
        "Cloud Monitoring", what, false, region, "roles/monitoring.viewer on the project");
  }

  private static double sum(JsonObject series) {
    return points(series).stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Newest first. */
  private static List<Double> points(JsonObject series) {
    List<Double> values = new ArrayList<>();
    for (JsonObject point : objects(series, "points")) {
      JsonObject value = object(point, "value");
      for (String kind : List.of("int64Value", "doubleValue")) {
        if (value.get(kind) instanceof JsonPrimitive number) {
          values.add(number.getAsDouble());
        }
      }
    }
    return values;
  }

  private static String encoded(Map<String, String> query) {
    return query.entrySet().stream()
        .map(e -> e.getKey() + "=" + RestCalls.encoded(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static List<JsonObject> objects(JsonObject of, String name) {
    List<JsonObject> all = new ArrayList<>();
    if (of.get(name) instanceof JsonArray array) {
      array.forEach(
          element -> {
            if (element instanceof JsonObject object) {
              all.add(object);
            }
          });
    }
    return all;
  }

  private static JsonObject object(JsonObject of, String name) {
    return of.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  private static String text(JsonObject of, String name) {
    return of.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
