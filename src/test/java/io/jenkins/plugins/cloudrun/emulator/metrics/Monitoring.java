package io.jenkins.plugins.cloudrun.emulator.metrics;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cloud Monitoring's timeSeries.list for the two request metrics of Cloud Run, and its Prometheus
 * API. For faults and the journal: {@code ListTimeSeries} and {@code QueryInstant}. A request is
 * part of the sample that is taken at the end of its minute, and that sample is visible later.
 */
public final class Monitoring {
  private static final Route LIST =
      Route.of("Monitoring.ListTimeSeries", "GET", "/v3/{name=projects/*}/timeSeries", "");
  private static final Route QUERY =
      Route.of(
          "Monitoring.QueryInstant",
          "GET",
          "/v1/{name=projects/*}/location/global/prometheus/api/v1/query",
          "");
  public static final List<Route> ROUTES = List.of(LIST, QUERY);

  private static final Set<String> KNOWN =
      Set.of(
          "filter",
          "interval.startTime",
          "interval.endTime",
          "aggregation.alignmentPeriod",
          "aggregation.perSeriesAligner",
          "aggregation.crossSeriesReducer",
          "aggregation.groupByFields",
          "pageSize",
          "pageToken",
          "view");
  private static final Pattern TERM =
      Pattern.compile("\\s*(?:AND\\s+)?([a-z_]+(?:\\.[a-z_]+)*)\\s*=\\s*\"([^\"]*)\"\\s*");
  private static final Pattern PERCENTILE = Pattern.compile("REDUCE_PERCENTILE_(99|95|50|05)");

  private final RequestStore requests;
  private final Access access;
  private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
  private volatile Duration sampling = Duration.ofSeconds(60);
  private volatile Duration visible = Duration.ofSeconds(180);

  public Monitoring(RequestStore requests, Access access) {
    this.requests = requests;
    this.access = access;
  }

  public void register(Handlers handlers) {
    handlers.raw(LIST.rpc(), this::list);
    handlers.raw(QUERY.rpc(), this::query);
  }

  /**
   * How late measurements are seen.
   *
   * @param every how often a sample is taken, zero for each request by itself
   * @param later how much later the sample is visible
   */
  public Monitoring delays(Duration every, Duration later) {
    sampling = every;
    visible = later;
    return this;
  }

  /**
   * What a PromQL query is answered from now on, instead of what {@link PromQl} makes of the
   * requests: the values of its series; none is no data.
   */
  public Monitoring answer(String promql, String... values) {
    answers.put(promql, List.of(values));
    return this;
  }

  /** What was measured, for a test that cannot wait for it. */
  public RequestStore requests() {
    return requests;
  }

  private String list(String body, Context context) {
    String name = Optional.ofNullable(context.path().get("name")).orElse("");
    access.check(context.caller(), "monitoring.timeSeries.list", name);
    Map<String, String> asked = context.query();
    for (String field : asked.keySet()) {
      if (!KNOWN.contains(field) && !field.startsWith("$")) {
        throw ApiException.invalid(
            "Invalid JSON payload received. Unknown name \"" + field + "\": Cannot bind query.");
      }
    }
    Map<String, String> filter = filter(asked.getOrDefault("filter", ""));
    Instant from = instant(asked, "interval.startTime");
    Instant to = instant(asked, "interval.endTime");
    long period = period(asked);
    if (to.isBefore(from)) {
      throw ApiException.invalid("Field interval.start_time had an invalid value.");
    }
    if (!asked.getOrDefault("aggregation.perSeriesAligner", "").equals("ALIGN_DELTA")) {
      throw ApiException.invalid("Only ALIGN_DELTA is known here.");
    }
    // Aligned periods end at the interval's end; a whole one holds all of it.
    if (period < Duration.between(from, to).toSeconds()) {
      throw ApiException.invalid("Only one period for all of the interval is known here.");
    }
    List<RequestStore.Request> found =
        requests.all().stream()
            .filter(request -> Series.fits(filter, request))
            .filter(request -> counts(request.at(), from, to))
            .toList();
    String metric = filter.getOrDefault("metric.type", "");
    String reducer = asked.getOrDefault("aggregation.crossSeriesReducer", "");
    Matcher percentile = PERCENTILE.matcher(reducer);
    JsonArray series;
    if (metric.equals("run.googleapis.com/request_count") && reducer.equals("REDUCE_SUM")) {
      boolean grouped = asked.containsKey("aggregation.groupByFields");
      series = Series.counts(found, grouped, from, to);
    } else if (metric.equals("run.googleapis.com/request_latencies") && percentile.matches()) {
      series = Series.percentile(found, Integer.parseInt(percentile.group(1)), from, to);
    } else {
      throw ApiException.invalid(
          "The metric '" + metric + "' with the reducer '" + reducer + "' is not known here.");
    }
    JsonObject answer = new JsonObject();
    if (!series.isEmpty()) {
      answer.add("timeSeries", series);
    }
    answer.addProperty("unit", metric.endsWith("count") ? "1" : "ms");
    return answer.toString();
  }

  /** Whether the sample that a request is part of lies in an interval, and is visible by now. */
  private boolean counts(Instant at, Instant from, Instant to) {
    long every = Math.max(1, sampling.toMillis());
    Instant sample =
        Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), every) * every + every - 1);
    return !at.isBefore(from)
        && !at.isAfter(to)
        && !sample.plus(visible).isAfter(Instant.now().plusMillis(1));
  }

  private static Map<String, String> filter(String text) {
    Map<String, String> filter = new TreeMap<>();
    Matcher term = TERM.matcher(text);
    for (int at = 0; at < text.length(); at = term.end()) {
      if (!term.find(at) || term.start() != at) {
        throw ApiException.invalid("Field filter had an invalid value of \"" + text + "\".");
      }
      filter.put(term.group(1), term.group(2));
    }
    if (!filter.containsKey("metric.type")) {
      throw ApiException.invalid(
          "Field filter had an invalid value: must specify a restriction on \"metric.type\".");
    }
    return filter;
  }

  private static Instant instant(Map<String, String> query, String name) {
    try {
      return Instant.parse(query.getOrDefault(name, ""));
    } catch (DateTimeException e) {
      throw ApiException.invalid("Field " + name + " had an invalid value.");
    }
  }

  private static long period(Map<String, String> query) {
    String text = query.getOrDefault("aggregation.alignmentPeriod", "");
    if (!text.matches("[0-9]{1,8}s")) {
      throw ApiException.invalid("Field aggregation.alignmentPeriod had an invalid value.");
    }
    long seconds = Long.parseLong(text.replace("s", ""));
    if (seconds < 60) {
      throw ApiException.invalid(
          "Field aggregation.alignmentPeriod had an invalid value of \""
              + text
              + "\": must be at least 60 seconds.");
    }
    return seconds;
  }

  private String query(String body, Context context) {
    String name = Optional.ofNullable(context.path().get("name")).orElse("");
    access.check(context.caller(), "monitoring.timeSeries.list", name);
    String promql = context.query().getOrDefault("query", "");
    JsonArray result = new JsonArray();
    for (String value : values(promql)) {
      JsonArray sample = new JsonArray();
      sample.add(Instant.now().getEpochSecond());
      sample.add(value);
      JsonObject series = new JsonObject();
      series.add("metric", new JsonObject());
      series.add("value", sample);
      result.add(series);
    }
    JsonObject data = new JsonObject();
    data.addProperty("resultType", "vector");
    data.add("result", result);
    JsonObject answer = new JsonObject();
    answer.addProperty("status", "success");
    answer.add("data", data);
    return answer.toString();
  }

  private List<String> values(String promql) {
    if (answers.containsKey(promql)) {
      return answers.get(promql);
    }
    try {
      return PromQl.evaluate(promql, this::counted).values().stream()
          .map(value -> String.valueOf(value).replace("Infinity", "Inf"))
          .toList();
    } catch (PromQl.ParseException e) {
      throw ApiException.badQuery(e.getMessage());
    }
  }

  /** Requests by all the labels that Monitoring gives them. */
  private Map<Map<String, String>, Double> counted(String metric, Duration window) {
    Map<Map<String, String>, Double> counts = new HashMap<>();
    if (metric.equals("run_googleapis_com:request_count")) {
      Instant now = Instant.now();
      for (RequestStore.Request request : requests.all()) {
        if (counts(request.at(), now.minus(window), now)) {
          Map<String, String> labels = new TreeMap<>(request.resource());
          labels.put("monitored_resource", "cloud_run_revision");
          labels.put("response_code", String.valueOf(request.status()));
          labels.put("response_code_class", Series.responseClass(request));
          counts.merge(labels, 1.0, Double::sum);
        }
      }
    }
    return counts;
  }
}
