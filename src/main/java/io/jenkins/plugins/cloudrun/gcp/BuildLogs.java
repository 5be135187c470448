package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.BuildState;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogMark;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogPart;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of a build, read on from where it was left: the object {@code log-ID.txt} in a bucket,
 * which grows while the build runs, or Cloud Logging, where the build logs there alone.
 */
final class BuildLogs {
  /** Of one look. */
  static final int MOST_BYTES = 64 * 1024;

  static final int MOST_LINES = 400;

  /** A longer line is cut. */
  private static final int MOST_LINE = 1000;

  private static final Pattern BUCKET =
      Pattern.compile("(?:gs://)?([a-z0-9][a-z0-9._-]{1,220})(?:/(.*?))?/?");

  private final RestCalls calls;
  private final String storage;
  private final String logging;

  BuildLogs(RestCalls calls, Endpoints endpoints) {
    this.calls = calls;
    this.storage = endpoints.storageBase();
    this.logging = endpoints.loggingBase();
  }

  LogPart read(Place place, BuildState build, LogMark from) throws Failure {
    if (build.logs().off()) {
      return LogPart.none(from);
    }
    Matcher bucket = BUCKET.matcher(build.logs().bucket());
    return bucket.matches()
        ? object(place, build, bucket, from)
        : build.logs().bucket().isEmpty() ? entries(place, build, from) : LogPart.none(from);
  }

  private LogPart object(Place place, BuildState build, Matcher bucket, LogMark from)
      throws Failure {
    String folder = bucket.group(2) == null ? "" : bucket.group(2) + "/";
    Optional<byte[]> bytes =
        calls.bytes(
            storage
                + "/storage/v1/b/"
                + bucket.group(1)
                + "/o/"
                + RestCalls.encoded(folder + "log-" + build.id() + ".txt")
                + "?alt=media",
            from.offset(),
            MOST_BYTES,
            new Doing(
                "Cloud Storage",
                "read the log of build " + build.id(),
                false,
                place.region().value(),
                "roles/viewer on the project, or roles/storage.objectViewer on the bucket"));
    return bytes.isEmpty() ? LogPart.none(from) : lines(bytes.get(), from, build.status().ended());
  }

  /** Whole lines, until the build has ended; then all that is there. */
  static LogPart lines(byte[] bytes, LogMark from, boolean last) {
    List<String> lines = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < bytes.length && lines.size() < MOST_LINES; i++) {
      if (bytes[i] == '\n') {
        lines.add(line(bytes, begin, i));
        begin = i + 1;
      }
    }
    boolean full = bytes.length == MOST_BYTES;
    if (begin < bytes.length
        && lines.size() < MOST_LINES
        && (last && !full || lines.isEmpty() && full)) {
      lines.add(line(bytes, begin, bytes.length));
      begin = bytes.length;
    }
    boolean more = begin > 0 && (full || lines.size() == MOST_LINES);
    return new LogPart(lines, new LogMark(from.offset() + begin, ""), more, false);
  }

  private static String line(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    // Of a progress bar that overwrites itself, only its last state.
    String shown = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    shown = shown.substring(shown.lastIndexOf('\r') + 1);
    return shown.length() <= MOST_LINE ? shown : shown.substring(0, MOST_LINE) + "...";
  }

  private LogPart entries(Place place, BuildState build, LogMark from) throws Failure {
    // The last entry's time, and how many of that time were read already.
    int bar = from.entry().indexOf('|');
    String time = bar < 0 ? "" : from.entry().substring(0, bar);
    int seen = bar < 0 ? 0 : Integer.parseInt(from.entry().substring(bar + 1));
    String filter =
        "resource.type=\"build\" AND resource.labels.build_id=\""
            + build.id()
            + "\" AND logName=\"projects/"
            + place.project()
            + "/logs/cloudbuild\""
            + (time.isEmpty() ? "" : " AND timestamp>=\"" + time + "\"");
    JsonObject body = new JsonObject();
    JsonArray resources = new JsonArray();
    resources.add("projects/" + place.project());
    body.add("resourceNames", resources);
    body.addProperty("filter", filter);
    body.addProperty("orderBy", "timestamp asc");
    body.addProperty("pageSize", MOST_LINES + seen);
    JsonObject answer =
        calls.post(
            logging + "/v2/entries:list",
            body,
            new Doing(
                "Cloud Logging",
                "read the log of build " + build.id(),
                false,
                place.region().value(),
                "roles/logging.viewer to show it here"));
    List<String> lines = new ArrayList<>();
    String last = time;
    int ofLast = seen;
    int skip = seen;
    JsonArray entries = answer.get("entries") instanceof JsonArray found ? found : new JsonArray();
    for (JsonElement element : entries) {
      JsonObject entry = element.getAsJsonObject();
      String at = entry.get("timestamp").getAsString();
      if (at.equals(time) && skip > 0) {
        skip--;
        continue;
      }
      ofLast = at.equals(last) ? ofLast + 1 : 1;
      last = at;
      byte[] text = text(entry).getBytes(StandardCharsets.UTF_8);
      lines.add(line(text, 0, text.length));
    }
    LogMark next = last.isEmpty() ? from : new LogMark(0, last + "|" + ofLast);
    return new LogPart(lines, next, lines.size() >= MOST_LINES, true);
  }

  private static String text(JsonObject entry) {
    if (entry.get("textPayload") instanceof JsonPrimitive text) {
      return text.getAsString().stripTrailing();
    }
    return entry.get("jsonPayload") instanceof JsonObject payload
        ? payload.get("message") instanceof JsonPrimitive message
            ? message.getAsString()
            : payload.toString()
        : "";
  }
}
