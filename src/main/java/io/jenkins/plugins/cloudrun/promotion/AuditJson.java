package io.jenkins.plugins.cloudrun.promotion;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An audit entry as a line of JSON. */
public final class AuditJson {
  private static final int LONGEST = 2000;

  private AuditJson() {}

  /** The line, without its end. */
  public static String write(AuditEntry entry) {
    JsonObject json = new JsonObject();
    json.addProperty("id", entry.id());
    json.addProperty("at", entry.at().toString());
    json.addProperty("what", entry.what());
    json.addProperty("who", entry.who());
    json.addProperty("item", entry.item());
    entry.run().ifPresent(run -> json.addProperty("run", run));
    json.addProperty("rollout", entry.rollout());
    json.addProperty("service", entry.service());
    String why = entry.why();
    json.addProperty("why", why.length() <= LONGEST ? why : why.substring(0, LONGEST) + "…");
    json.add("basis", Json.any(entry.basis()));
    return json.toString();
  }

  /** The entry; empty if the line is torn or none of ours. */
  public static Optional<AuditEntry> read(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      Map<String, Object> basis = new LinkedHashMap<>();
      Json.object(json, "basis")
          .entrySet()
          .forEach(e -> basis.put(e.getKey(), Json.plain(e.getValue())));
      return Optional.of(
          new AuditEntry(
              Json.text(json, "id"),
              Instant.parse(Json.text(json, "at")),
              Json.text(json, "what"),
              Json.text(json, "who"),
              Json.text(json, "item"),
              json.has("run") ? Optional.of(Json.number(json, "run")) : Optional.empty(),
              Json.text(json, "rollout"),
              Json.text(json, "service"),
              Json.text(json, "why"),
              basis));
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }
}
