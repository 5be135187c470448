package io.jenkins.plugins.cloudrun.emulator.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Which manifests name another one as their subject. */
final class Subjects {
  private Subjects() {}

  static Optional<String> of(Manifest manifest) {
    JsonObject json = JsonParser.parseString(manifest.content()).getAsJsonObject();
    return json.has("subject")
        ? Optional.of(json.getAsJsonObject("subject").get("digest").getAsString())
        : Optional.empty();
  }

  static JsonObject index(List<Manifest> manifests, String subject) {
    JsonArray entries = new JsonArray();
    for (Manifest manifest : manifests) {
      if (of(manifest).equals(Optional.of(subject))) {
        entries.add(entry(manifest));
      }
    }
    JsonObject index = new JsonObject();
    index.addProperty("schemaVersion", 2);
    index.addProperty("mediaType", Manifests.OCI_INDEX);
    index.add("manifests", entries);
    return index;
  }

  private static JsonObject entry(Manifest manifest) {
    JsonObject json = JsonParser.parseString(manifest.content()).getAsJsonObject();
    JsonObject entry = new JsonObject();
    entry.addProperty("mediaType", manifest.mediaType());
    entry.addProperty("digest", manifest.digest());
    entry.addProperty("size", manifest.content().getBytes(StandardCharsets.UTF_8).length);
    entry.add(
        "artifactType",
        json.has("artifactType")
            ? json.get("artifactType")
            : json.getAsJsonObject("config").get("mediaType"));
    if (json.has("annotations")) {
      entry.add("annotations", json.get("annotations"));
    }
    return entry;
  }
}
