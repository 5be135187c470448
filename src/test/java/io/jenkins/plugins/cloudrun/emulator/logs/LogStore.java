package io.jenkins.plugins.cloudrun.emulator.logs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The last lines of each revision and execution. */
public final class LogStore {
  private static final int KEPT = 5_000;

  private final Map<String, Deque<Line>> streams = new HashMap<>();
  private long count;
  private Instant last = Instant.EPOCH;
  private Duration delay = Duration.ZERO;

  /**
   * A line.
   *
   * @param id grows with each line
   * @param type of the resource, such as {@code cloud_run_revision}
   * @param resource labels of the resource, such as {@code service_name}
   * @param labels of the entry, such as {@code run.googleapis.com/execution_name}
   * @param json what a container wrote as JSON
   * @param http the request that the entry is about
   */
  record Line(
      long id,
      Instant at,
      String type,
      Map<String, String> resource,
      Map<String, String> labels,
      String severity,
      String text,
      Optional<JsonObject> json,
      Optional<JsonObject> http) {}

  /** Where a container writes to. */
  public Consumer<String> sink(
      String type, Map<String, String> resource, Map<String, String> labels) {
    return text -> {
      Optional<JsonObject> json = structured(text);
      add(
          type,
          resource,
          labels,
          json.map(object -> field(object, "severity", "DEFAULT")).orElse("DEFAULT"),
          json.map(object -> field(object, "message", text)).orElse(text),
          json,
          Optional.empty());
    };
  }

  /** A request that a revision served, as Cloud Run logs it. */
  public void request(Map<String, String> resource, String method, String url, int status) {
    JsonObject http = new JsonObject();
    http.addProperty("requestMethod", method);
    http.addProperty("requestUrl", url);
    http.addProperty("status", status);
    String severity = status >= 500 ? "ERROR" : status >= 400 ? "WARNING" : "INFO";
    add(
        "cloud_run_revision",
        resource,
        Map.of(),
        severity,
        method + " " + url,
        Optional.empty(),
        Optional.of(http));
  }

  /** How much later than it was written an entry is seen. */
  public synchronized void delay(Duration later) {
    delay = later;
  }

  /** A line that is a JSON object is a structured entry; its severity counts. */
  private static Optional<JsonObject> structured(String text) {
    if (!text.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return JsonParser.parseString(text) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static String field(JsonObject object, String name, String otherwise) {
    return object.has(name) ? object.get(name).getAsString() : otherwise;
  }

  private synchronized void add(
      String type,
      Map<String, String> resource,
      Map<String, String> labels,
      String severity,
      String text,
      Optional<JsonObject> json,
      Optional<JsonObject> http) {
    Deque<Line> stream =
        streams.computeIfAbsent(type + resource + labels, key -> new ArrayDeque<>());
    if (stream.size() == KEPT) {
      stream.removeFirst();
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    stream.addLast(new Line(++count, last, type, resource, labels, severity, text, json, http));
  }

  /** All lines that are seen by now, oldest first. */
  synchronized List<Line> lines() {
    Instant newest = Instant.now().minus(delay);
    return streams.values().stream()
        .flatMap(Deque::stream)
        .filter(line -> delay.isZero() || !line.at().isAfter(newest))
        .sorted((a, b) -> Long.compare(a.id(), b.id()))
        .toList();
  }
}
