package io.jenkins.plugins.cloudrun.emulator.storage;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;

/** A bucket with its objects; guarded by {@link Buckets}. */
final class Bucket {
  final String name;
  final boolean foreign;
  final TreeMap<String, StoredObject> objects = new TreeMap<>();
  private final String projectNumber;
  private final JsonObject given;
  private final Instant created = Instant.now();

  /**
   * @param given what it was made with; {@code location} and {@code storageClass} have defaults
   * @param foreign whether it belongs to somebody else: nobody here may even see it
   */
  Bucket(String name, String projectNumber, JsonObject given, boolean foreign) {
    this.name = name;
    this.projectNumber = projectNumber;
    this.given = given;
    this.foreign = foreign;
  }

  JsonObject json(String root) {
    String location =
        given.has("location") ? given.get("location").getAsString().toUpperCase(Locale.ROOT) : "US";
    JsonObject json = given.deepCopy();
    json.addProperty("kind", "storage#bucket");
    json.addProperty("id", name);
    json.addProperty("selfLink", root + "/storage/v1/b/" + name);
    json.addProperty("name", name);
    json.addProperty("projectNumber", projectNumber);
    json.addProperty("metageneration", "1");
    json.addProperty("location", location);
    json.addProperty("locationType", location.contains("-") ? "region" : "multi-region");
    if (!json.has("storageClass")) {
      json.addProperty("storageClass", "STANDARD");
    }
    json.addProperty("etag", "CAE=");
    json.addProperty("timeCreated", created.toString());
    json.addProperty("updated", created.toString());
    return json;
  }
}
