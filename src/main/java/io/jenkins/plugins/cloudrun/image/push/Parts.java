package io.jenkins.plugins.cloudrun.image.push;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a manifest or index names.
 *
 * @param manifests of an index
 * @param blobs configuration and layers of an image; those that a registry need not have (foreign
 *     layers, with addresses of their own) are left out
 */
record Parts(List<ImageDigest> manifests, List<Manifest.Layer> blobs) {
  static Parts of(Manifest manifest, ImageName name) throws Failure {
    List<ImageDigest> manifests = new ArrayList<>();
    List<Manifest.Layer> blobs = new ArrayList<>();
    try {
      JsonObject json =
          JsonParser.parseString(new String(manifest.bytes(), StandardCharsets.UTF_8))
              .getAsJsonObject();
      for (JsonElement entry : array(json, "manifests")) {
        manifests.add(new ImageDigest(entry.getAsJsonObject().get("digest").getAsString()));
      }
      if (json.has("config")) {
        blobs.add(blob(json.getAsJsonObject("config")));
      }
      for (JsonElement entry : array(json, "layers")) {
        JsonObject layer = entry.getAsJsonObject();
        if (!layer.has("urls")) {
          blobs.add(blob(layer));
        }
      }
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | UnsupportedOperationException
        | NumberFormatException
        | InvalidValueException e) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "The manifest " + manifest.digest() + " of " + name + " cannot be read.",
          e);
    }
    if (manifests.isEmpty() && blobs.isEmpty()) {
      throw new Failure.Permanent(
          Failure.Reason.REFUSED,
          "The manifest "
              + manifest.digest()
              + " of "
              + name
              + " names no part that could be copied (kind "
              + manifest.mediaType()
              + ").",
          null);
    }
    return new Parts(manifests, blobs);
  }

  private static JsonArray array(JsonObject json, String name) {
    return json.has(name) ? json.getAsJsonArray(name) : new JsonArray();
  }

  private static Manifest.Layer blob(JsonObject json) {
    return new Manifest.Layer(
        new ImageDigest(json.get("digest").getAsString()), json.get("size").getAsLong());
  }
}
