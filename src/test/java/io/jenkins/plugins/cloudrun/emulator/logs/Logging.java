package io.jenkins.plugins.cloudrun.emulator.logs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cloud Logging's entries:list. */
public final class Logging {
  public static final Route ROUTE =
      Route.of("Logging.ListLogEntries", "POST", "/v2/entries:list", "*");

  private static final Set<String> KNOWN =
      Set.of("resourceNames", "filter", "orderBy", "pageSize", "pageToken");
  private static final int LARGEST_PAGE = 1000;

  private final LogStore logs;
  private final Access access;

  public Logging(LogStore logs, Access access) {
    this.logs = logs;
    this.access = access;
  }

  public void register(Handlers handlers) {
    handlers.raw(ROUTE.rpc(), this::list);
  }

  private String list(String body, Context context) {
    JsonObject request;
    try {
      request = JsonParser.parseString(body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw ApiException.invalid("Invalid JSON payload received. " + e.getMessage());
    }
    for (String field : request.keySet()) {
      if (!KNOWN.contains(field)) {
        throw ApiException.invalid(
            "Invalid JSON payload received. Unknown name \"" + field + "\": Cannot find field.");
      }
    }
    if (!request.has("resourceNames") || request.getAsJsonArray("resourceNames").isEmpty()) {
      throw ApiException.invalid("At least one resource name must be specified.");
    }
    List<String> projects = new ArrayList<>();
    for (JsonElement name : request.getAsJsonArray("resourceNames")) {
      if (!name.getAsString().startsWith("projects/")) {
        throw ApiException.invalid("Unsupported resource name: " + name.getAsString());
      }
      projects.add(name.getAsString().substring("projects/".length()));
      access.check(context.caller(), "logging.logEntries.list", name.getAsString());
    }
    Filter filter = Filter.parse(text(request, "filter", ""));
    List<LogStore.Line> found =
        new ArrayList<>(
            logs.lines().stream()
                .filter(line -> projects.contains(line.resource().get("project_id")))
                .filter(filter::accepts)
                .toList());
    switch (text(request, "orderBy", "timestamp asc")) {
      case "timestamp asc", "timestamp" -> {}
      case "timestamp desc" -> Collections.reverse(found);
      default -> throw ApiException.invalid("Unsupported order_by.");
    }
    return page(found, request);
  }

  private static String page(List<LogStore.Line> found, JsonObject request) {
    int from;
    int size;
    try {
      String token = text(request, "pageToken", "");
      from = token.isEmpty() ? 0 : Integer.parseInt(token);
      size = request.has("pageSize") ? request.get("pageSize").getAsInt() : 50;
    } catch (NumberFormatException e) {
      throw ApiException.invalid("page_token or page_size is invalid.");
    }
    if (size < 1 || size > LARGEST_PAGE || from > found.size()) {
      throw ApiException.invalid("page_size must be 1 to " + LARGEST_PAGE + ".");
    }
    int to = Math.min(found.size(), from + size);
    JsonArray entries = new JsonArray();
    found.subList(from, to).forEach(line -> entries.add(entry(line)));
    JsonObject answer = new JsonObject();
    if (!entries.isEmpty()) {
      answer.add("entries", entries);
    }
    if (to < found.size()) {
      answer.addProperty("nextPageToken", String.valueOf(to));
    }
    return answer.toString();
  }

  static String logName(LogStore.Line line) {
    String log =
        line.type().equals("build")
            ? "cloudbuild"
            : "run.googleapis.com%2F" + (line.http().isPresent() ? "requests" : "stdout");
    return "projects/" + line.resource().get("project_id") + "/logs/" + log;
  }

  private static JsonObject entry(LogStore.Line line) {
    JsonObject resource = new JsonObject();
    resource.addProperty("type", line.type());
    resource.add("labels", object(line.resource()));
    JsonObject entry = new JsonObject();
    line.json()
        .ifPresent(
            object -> {
              JsonObject payload = object.deepCopy();
              payload.remove("severity");
              entry.add("jsonPayload", payload);
            });
    line.http().ifPresent(request -> entry.add("httpRequest", request));
    if (line.json().isEmpty() && line.http().isEmpty()) {
      entry.addProperty("textPayload", line.text());
    }
    if (!line.severity().equals("DEFAULT")) {
      entry.addProperty("severity", line.severity());
    }
    entry.addProperty("insertId", "%016x".formatted(line.id()));
    entry.add("resource", resource);
    entry.addProperty("timestamp", line.at().toString());
    entry.addProperty("receiveTimestamp", line.at().toString());
    entry.addProperty("logName", logName(line));
    entry.add("labels", object(line.labels()));
    return entry;
  }

  private static JsonObject object(Map<String, String> map) {
    JsonObject object = new JsonObject();
    map.forEach(object::addProperty);
    return object;
  }

  private static String text(JsonObject of, String name, String otherwise) {
    return of.has(name) ? of.get(name).getAsString() : otherwise;
  }
}
