package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.assembly.ConfigExtras;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a builder made, taken out of its store. The files of its layers lie in the build's work
 * folder.
 *
 * @param layers from the bottom up, compressed with gzip
 * @param config the image's configuration
 */
public record BuiltImage(List<Blob> layers, JsonObject config) {
  private static final String DOCKER = "application/vnd.docker.";
  static final String LAYER = DOCKER + "image.rootfs.diff.tar.gzip";
  private static final String MANIFEST = DOCKER + "distribution.manifest.v2+json";
  private static final String CONFIG = DOCKER + "container.image.v1+json";

  public BuiltImage {
    layers = List.copyOf(layers);
  }

  /**
   * The same with the base's layers as the registry has them: a builder packs them anew, to other
   * bytes, which would be uploaded again.
   */
  public BuiltImage over(Base base) {
    JsonArray theirs = diffIds(base.config());
    JsonArray ours = diffIds(config);
    Map<String, Blob> known = new HashMap<>();
    for (int i = 0; i < Math.min(theirs.size(), base.layers().size()); i++) {
      Blob layer = base.layers().get(i);
      if (layer.mediaType().endsWith("gzip")) {
        known.put(
            theirs.get(i).getAsString(),
            new Blob(layer.digest(), layer.size(), LAYER, layer.origin()));
      }
    }
    List<Blob> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Blob built = layers.get(i);
      all.add(i < ours.size() ? known.getOrDefault(ours.get(i).getAsString(), built) : built);
    }
    return new BuiltImage(all, config);
  }

  /**
   * What is to stay of the configuration although the image is a base for what the request adds:
   * triggers ({@code ONBUILD}) are those of its own Dockerfile, for images built on it.
   */
  public ConfigExtras extras() {
    JsonArray triggers =
        config.get("config") instanceof JsonObject run && run.get("OnBuild") instanceof JsonArray on
            ? on
            : new JsonArray();
    Optional<String> author =
        Optional.ofNullable(config.get("author"))
            .filter(JsonElement::isJsonPrimitive)
            .map(JsonElement::getAsString)
            .filter(text -> !text.isEmpty());
    return new ConfigExtras(
        Optional.empty(),
        List.of(),
        triggers.asList().stream().map(JsonElement::getAsString).toList(),
        Optional.empty(),
        false,
        author);
  }

  /** As something to build on without adding a layer: labels and settings can then be set. */
  public Base asBase(String name, ImageReference reference) {
    return new Base(name, reference, MANIFEST, layers, config);
  }

  /** As it is. */
  public Image image() {
    byte[] configBytes = config.toString().getBytes(StandardCharsets.UTF_8);
    Blob configBlob =
        new Blob(
            ImageDigest.of(configBytes),
            configBytes.length,
            CONFIG,
            new Blob.Origin.InMemory(configBytes));
    JsonObject manifest = new JsonObject();
    manifest.addProperty("schemaVersion", 2);
    manifest.addProperty("mediaType", MANIFEST);
    manifest.add("config", descriptor(configBlob));
    JsonArray list = new JsonArray();
    layers.forEach(layer -> list.add(descriptor(layer)));
    manifest.add("layers", list);
    byte[] bytes = manifest.toString().getBytes(StandardCharsets.UTF_8);
    return new Image(ImageDigest.of(bytes), MANIFEST, bytes, configBlob, layers);
  }

  private static JsonArray diffIds(JsonObject config) {
    if (config.get("rootfs") instanceof JsonObject rootfs
        && rootfs.get("diff_ids") instanceof JsonArray ids) {
      return ids;
    }
    return new JsonArray();
  }

  private static JsonObject descriptor(Blob blob) {
    JsonObject descriptor = new JsonObject();
    descriptor.addProperty("mediaType", blob.mediaType());
    descriptor.addProperty("size", blob.size());
    descriptor.addProperty("digest", blob.digest().value());
    return descriptor;
  }
}
