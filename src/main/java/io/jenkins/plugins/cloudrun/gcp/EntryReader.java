package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Logs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A revision's entries by severity and time, from Cloud Logging's entries:list. */
final class EntryReader implements Logs {
  /**
   * An answer may be empty and name a next page: then not all entries were searched in time, and
   * none of those that were fits.
   */
  private static final int MOST_PAGES = 10;

  private final RestCalls calls;
  private final String base;

  EntryReader(RestCalls calls, Endpoints endpoints) {
    this.calls = calls;
    this.base = endpoints.loggingBase();
  }

  @Override
  public List<String> entries(
      ServiceKey service,
      RevisionName revision,
      LogSeverity least,
      Instant from,
      Instant to,
      int most)
      throws Failure {
    Doing doing =
        new Doing(
            "Cloud Logging",
            "list the entries of revision " + revision,
            false,
            service.region().value(),
            "roles/logging.viewer on the project");
    JsonObject body = new JsonObject();
    JsonArray projects = new JsonArray();
    projects.add("projects/" + service.project());
    body.add("resourceNames", projects);
    body.addProperty("filter", filter(service, revision, least, from, to));
    body.addProperty("orderBy", "timestamp desc");
    body.addProperty("pageSize", most);
    List<String> texts = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonObject answer = calls.post(base + "/v2/entries:list", body, doing);
      if (answer.get("entries") instanceof JsonArray entries) {
        for (JsonElement entry : entries) {
          texts.add(text(entry.getAsJsonObject()));
        }
      }
      if (texts.size() >= most) {
        return texts.subList(0, most);
      }
      if (!(answer.get("nextPageToken") instanceof JsonPrimitive next)
          || next.getAsString().isEmpty()) {
        return texts;
      }
      body.addProperty("pageToken", next.getAsString());
    }
    throw new Failure.Transient(
        "Cloud Logging did not get to the end of the entries of revision "
            + revision
            + " in "
            + MOST_PAGES
            + " answers. A shorter window has fewer entries.",
        Optional.empty(),
        null);
  }

  private static String filter(
      ServiceKey service, RevisionName revision, LogSeverity least, Instant from, Instant to) {
    return "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\""
        + service.service()
        + "\" AND resource.labels.revision_name=\""
        + revision
        + "\" AND resource.labels.location=\""
        + service.region()
        + "\" AND timestamp>=\""
        + from
        + "\" AND timestamp<=\""
        + to
        + "\""
        + (least == LogSeverity.DEFAULT ? "" : " AND severity>=" + least);
  }

  /** A line, a message, or what was requested. */
  private static String text(JsonObject entry) {
    if (entry.get("textPayload") instanceof JsonPrimitive text) {
      return text.getAsString().stripTrailing();
    }
    if (entry.get("jsonPayload") instanceof JsonObject payload) {
      return payload.get("message") instanceof JsonPrimitive message
          ? message.getAsString()
          : payload.toString();
    }
    if (entry.get("httpRequest") instanceof JsonObject request) {
      return word(request, "requestMethod")
          + " "
          + word(request, "requestUrl")
          + " was answered "
          + word(request, "status");
    }
    return "(an entry without text)";
  }

  private static String word(JsonObject of, String name) {
    return of.get(name) instanceof JsonPrimitive value ? value.getAsString() : "?";
  }
}
