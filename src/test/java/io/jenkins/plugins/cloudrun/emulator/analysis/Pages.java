package io.jenkins.plugins.cloudrun.emulator.analysis;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Occurrences, and lists of them in pages. */
final class Pages {
  private static final int PAGE = 20;
  private static final int LARGEST_PAGE = 1000;

  private Pages() {}

  static JsonObject occurrence(String project, String url, String kind, String note) {
    JsonObject occurrence = new JsonObject();
    String name = UUID.nameUUIDFromBytes((url + note).getBytes(StandardCharsets.UTF_8)).toString();
    occurrence.addProperty("name", "projects/" + project + "/occurrences/" + name);
    occurrence.addProperty("resourceUri", url);
    occurrence.addProperty("noteName", note);
    occurrence.addProperty("kind", kind);
    occurrence.addProperty("createTime", Instant.now().toString());
    occurrence.addProperty("updateTime", Instant.now().toString());
    return occurrence;
  }

  static String page(List<JsonObject> found, Map<String, String> query) {
    int from;
    int size;
    try {
      from = Integer.parseInt(query.getOrDefault("pageToken", "0"));
      size = Integer.parseInt(query.getOrDefault("pageSize", String.valueOf(PAGE)));
    } catch (NumberFormatException e) {
      throw ApiException.invalid("Invalid page token or size.");
    }
    int to = Math.min(found.size(), from + Math.min(size, LARGEST_PAGE));
    JsonArray occurrences = new JsonArray();
    found.subList(Math.min(from, to), to).forEach(occurrences::add);
    JsonObject answer = new JsonObject();
    if (!occurrences.isEmpty()) {
      answer.add("occurrences", occurrences);
    }
    if (to < found.size()) {
      answer.addProperty("nextPageToken", String.valueOf(to));
    }
    return answer.toString();
  }
}
