package io.jenkins.plugins.cloudrun.image.assembly;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** How each layer came to be, as {@code docker history} shows it. */
final class History {
  private static final String TOOL = "cloudRunBuild";

  private History() {}

  /**
   * The base's own, one entry for each of its layers that has none, one for each of ours.
   *
   * @param names of our layers
   */
  static JsonArray of(JsonArray base, int baseLayers, String created, List<String> names) {
    JsonArray all = new JsonArray();
    int told = 0;
    for (JsonElement entry : base) {
      all.add(entry);
      JsonElement isEmpty = entry.getAsJsonObject().get("empty_layer");
      told += isEmpty != null && isEmpty.getAsBoolean() ? 0 : 1;
    }
    for (int i = told; i < baseLayers; i++) {
      all.add(entry(created, "", "layer of the base image, whose history does not tell more"));
    }
    names.forEach(name -> all.add(entry(created, name, TOOL)));
    return all;
  }

  private static JsonObject entry(String created, String createdBy, String comment) {
    JsonObject entry = new JsonObject();
    entry.addProperty("created", created);
    if (!createdBy.isEmpty()) {
      entry.addProperty("created_by", createdBy);
    }
    entry.addProperty("comment", comment);
    return entry;
  }
}
