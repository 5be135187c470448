package io.jenkins.plugins.cloudrun.rollout;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.util.List;

/** The stored form of the images that did well on a service. */
final class VouchedJson {
  private static final int FORMAT = 1;

  private VouchedJson() {}

  static String write(ServiceKey key, List<Vouched> all) {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.addProperty("service", key.resource());
    json.add(
        "images",
        Json.array(
            all,
            one -> {
              JsonObject row = new JsonObject();
              row.addProperty("digest", one.digest().value());
              row.add("gates", Json.array(one.gates()));
              CommitJson.put(row, one.commit());
              row.addProperty("at", one.at().toString());
              row.addProperty("rollout", one.rollout());
              if (!one.people().isEmpty()) {
                row.add("people", Json.array(one.people()));
              }
              return row;
            }));
    return json.toString();
  }

  /**
   * @throws RuntimeException if it is no such text
   */
  static List<Vouched> read(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    int format = Json.number(json, "format");
    if (format > FORMAT) {
      throw new IllegalArgumentException("it has the format " + format + " of a newer version");
    }
    return Json.list(
        json,
        "images",
        e -> {
          JsonObject row = e.getAsJsonObject();
          return new Vouched(
              new ImageDigest(Json.text(row, "digest")),
              Json.list(row, "gates", JsonElement::getAsString),
              CommitJson.read(row),
              Json.instant(row, "at"),
              Json.text(row, "rollout"),
              row.has("people") ? Json.list(row, "people", JsonElement::getAsString) : List.of());
        });
  }
}
