package io.jenkins.plugins.cloudrun.image.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An image manifest or index exactly as the registry holds it: the digest is that of the bytes.
 *
 * @param mediaType as the registry names it
 */
public record Manifest(String mediaType, byte[] bytes) {
  public Manifest {
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  public ImageDigest digest() {
    return ImageDigest.of(bytes);
  }

  /** The layers from the bottom up; none for an index, or what is no manifest at all. */
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    try {
      JsonObject json =
          JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonArray array = json.has("layers") ? json.getAsJsonArray("layers") : new JsonArray();
      for (JsonElement element : array) {
        JsonObject layer = element.getAsJsonObject();
        layers.add(
            new Layer(
                new ImageDigest(layer.get("digest").getAsString()), layer.get("size").getAsLong()));
      }
      return layers;
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      return List.of();
    }
  }

  /**
   * One layer.
   *
   * @param size compressed, in bytes
   */
  public record Layer(ImageDigest digest, long size) {}
}
