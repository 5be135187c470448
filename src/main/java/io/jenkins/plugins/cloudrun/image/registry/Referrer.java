package io.jenkins.plugins.cloudrun.image.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A manifest that says of itself that it belongs to another one: a bill of materials, a signature
 * (a descriptor in the OCI image specification).
 *
 * @param mediaType of the manifest
 * @param size of the manifest, in bytes
 * @param artifactType what it is; empty if it does not say
 */
public record Referrer(
    ImageDigest digest,
    String mediaType,
    long size,
    String artifactType,
    Map<String, String> annotations) {
  public Referrer {
    annotations = Map.copyOf(annotations);
  }

  /** A manifest's subject; empty if it has none. */
  static Optional<ImageDigest> subject(Manifest manifest) {
    try {
      JsonObject json = json(manifest.bytes());
      return json.has("subject")
          ? Optional.of(
              new ImageDigest(json.getAsJsonObject("subject").get("digest").getAsString()))
          : Optional.empty();
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | InvalidValueException e) {
      return Optional.empty();
    }
  }

  /** As registries describe a manifest: without an artifact type, the configuration's type. */
  static Referrer of(Manifest manifest) {
    JsonObject json = json(manifest.bytes());
    JsonObject described = new JsonObject();
    described.addProperty("digest", manifest.digest().value());
    described.addProperty("mediaType", manifest.mediaType());
    described.addProperty("size", manifest.bytes().length);
    if (json.has("artifactType")) {
      described.add("artifactType", json.get("artifactType"));
    } else if (json.has("config")) {
      described.add("artifactType", json.getAsJsonObject("config").get("mediaType"));
    }
    if (json.has("annotations")) {
      described.add("annotations", json.get("annotations"));
    }
    return of(described);
  }

  /** From an entry of an index. */
  static Referrer of(JsonObject json) {
    Map<String, String> annotations = new TreeMap<>();
    if (json.has("annotations")) {
      json.getAsJsonObject("annotations")
          .entrySet()
          .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().getAsString()));
    }
    JsonElement type = json.get("artifactType");
    return new Referrer(
        new ImageDigest(json.get("digest").getAsString()),
        json.get("mediaType").getAsString(),
        json.get("size").getAsLong(),
        type == null ? "" : type.getAsString(),
        annotations);
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("mediaType", mediaType);
    json.addProperty("digest", digest.value());
    json.addProperty("size", size);
    if (!artifactType.isEmpty()) {
      json.addProperty("artifactType", artifactType);
    }
    if (!annotations.isEmpty()) {
      JsonObject map = new JsonObject();
      new TreeMap<>(annotations).forEach(map::addProperty);
      json.add("annotations", map);
    }
    return json;
  }

  private static JsonObject json(byte[] bytes) {
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
  }
}
