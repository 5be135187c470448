package io.jenkins.plugins.cloudrun.image.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.util.List;

/**
 * A base image, read.
 *
 * @param name what it is called, for labels and messages
 * @param reference with the digest that the name stood for: of the index if it is one
 * @param mediaType of the manifest for linux/amd64
 * @param layers from the bottom up
 * @param config the image's configuration, as in the OCI image specification
 */
public record Base(
    String name, ImageReference reference, String mediaType, List<Blob> layers, JsonObject config) {
  public Base {
    layers = List.copyOf(layers);
  }

  /** Who its program runs as, {@code USER[:GROUP]} by name or number; empty for root. */
  public String user() {
    return config.get("config") instanceof JsonObject run
            && run.get("User") instanceof JsonPrimitive user
        ? user.getAsString()
        : "";
  }

  /** Instructions for Dockerfiles that build on it ({@code ONBUILD}). */
  public List<String> triggers() {
    return config.get("config") instanceof JsonObject run
            && run.get("OnBuild") instanceof JsonArray triggers
        ? triggers.asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }
}
