package io.jenkins.plugins.cloudrun.image.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.LayerObject;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.LayerBlob;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts an image together. Pure: the same parts give the same bytes. */
public final class Assembly {
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private Assembly() {}

  /**
   * Makes configuration and manifest. The format is the plan's, except that a base with layers that
   * Docker's format cannot name (zstd) makes the image an OCI image.
   *
   * @param base empty for {@code scratch}
   * @param extras what the plan has no words for
   * @param layers of the plan, in its order
   * @param annotations of the manifest; Docker's format has none, so they are left out there
   * @throws InvalidValueException if the base's manifest and configuration do not fit together
   */
  public static Image assemble(
      ContainerBuildPlan plan,
      Optional<Base> base,
      ConfigExtras extras,
      List<LayerBlob> layers,
      Map<String, String> annotations) {
    List<Blob> baseLayers = base.map(Base::layers).orElseGet(List::of);
    base.ifPresent(Assembly::check);
    MediaTypes types =
        MediaTypes.of(plan.getFormat(), baseLayers.stream().map(Blob::mediaType).toList());

    List<Blob> all = new ArrayList<>();
    for (Blob layer : baseLayers) {
      all.add(
          new Blob(
              layer.digest(), layer.size(), types.translated(layer.mediaType()), layer.origin()));
    }
    for (LayerBlob layer : layers) {
      Blob.Origin file = new Blob.Origin.InFile(layer.file());
      all.add(new Blob(layer.digest(), layer.size(), types.layer(), file));
    }

    JsonObject json =
        new ConfigJson(plan, base.map(Base::config), extras, types.isOci())
            .make(baseLayers.size(), layers, names(plan, layers));
    byte[] bytes = bytes(json);
    Blob config =
        new Blob(
            ImageDigest.of(bytes), bytes.length, types.config(), new Blob.Origin.InMemory(bytes));
    byte[] manifest = bytes(manifest(types, config, all, annotations));
    return new Image(ImageDigest.of(manifest), types.manifest(), manifest, config, all);
  }

  private static JsonObject manifest(
      MediaTypes types, Blob config, List<Blob> layers, Map<String, String> annotations) {
    JsonObject manifest = new JsonObject();
    manifest.addProperty("schemaVersion", 2);
    manifest.addProperty("mediaType", types.manifest());
    manifest.add("config", descriptor(config));
    JsonArray list = new JsonArray();
    layers.forEach(layer -> list.add(descriptor(layer)));
    manifest.add("layers", list);
    if (types.isOci() && !annotations.isEmpty()) {
      JsonObject sorted = new JsonObject();
      new TreeMap<>(annotations).forEach(sorted::addProperty);
      manifest.add("annotations", sorted);
    }
    return manifest;
  }

  private static JsonObject descriptor(Blob blob) {
    JsonObject descriptor = new JsonObject();
    descriptor.addProperty("mediaType", blob.mediaType());
    descriptor.addProperty("digest", blob.digest().value());
    descriptor.addProperty("size", blob.size());
    return descriptor;
  }

  private static void check(Base base) {
    JsonElement rootfs = base.config().get("rootfs");
    JsonElement diffIds =
        rootfs != null && rootfs.isJsonObject() ? rootfs.getAsJsonObject().get("diff_ids") : null;
    int count = diffIds != null && diffIds.isJsonArray() ? diffIds.getAsJsonArray().size() : 0;
    if (count != base.layers().size()) {
      throw new InvalidValueException(
          "The base image "
              + base.name()
              + " is broken: its manifest lists "
              + base.layers().size()
              + " layers and its configuration "
              + count
              + ". Push it again, or choose another base.");
    }
  }

  private static List<String> names(ContainerBuildPlan plan, List<LayerBlob> layers) {
    List<String> names = plan.getLayers().stream().map(LayerObject::getName).toList();
    if (names.size() != layers.size()) {
      throw new IllegalArgumentException(
          "a plan of " + names.size() + " layers, and " + layers.size() + " blobs");
    }
    return names;
  }

  private static byte[] bytes(JsonObject json) {
    return JSON.toJson(json).getBytes(UTF_8);
  }
}
