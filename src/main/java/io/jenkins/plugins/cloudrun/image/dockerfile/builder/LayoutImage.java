package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads an OCI image layout with one image in it. */
final class LayoutImage {
  private LayoutImage() {}

  static BuiltImage read(Path layout) throws IOException {
    JsonObject index = json(layout.resolve("index.json"));
    JsonObject entry = index.getAsJsonArray("manifests").get(0).getAsJsonObject();
    JsonObject manifest = json(blob(layout, entry));
    List<Blob> layers = new ArrayList<>();
    for (JsonElement element : manifest.getAsJsonArray("layers")) {
      JsonObject layer = element.getAsJsonObject();
      String type = layer.get("mediaType").getAsString();
      if (!type.endsWith("gzip")) {
        throw new IOException("buildah wrote a layer of the type " + type + ", not a gzip");
      }
      layers.add(
          new Blob(
              new ImageDigest(layer.get("digest").getAsString()),
              layer.get("size").getAsLong(),
              BuiltImage.LAYER,
              new Blob.Origin.InFile(blob(layout, layer))));
    }
    return new BuiltImage(layers, json(blob(layout, manifest.getAsJsonObject("config"))));
  }

  private static Path blob(Path layout, JsonObject descriptor) {
    ImageDigest digest = new ImageDigest(descriptor.get("digest").getAsString());
    return layout.resolve("blobs").resolve(digest.value().replace(':', '/'));
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }
}
