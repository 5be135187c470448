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

/**
 * Reads an image in a folder, as {@code buildah push … dir:FOLDER} writes it: {@code
 * manifest.json}, and the blobs by the digits of their digests.
 */
final class FolderImage {
  private FolderImage() {}

  static BuiltImage read(Path folder) throws IOException {
    JsonObject manifest = json(folder.resolve("manifest.json"));
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
              new Blob.Origin.InFile(blob(folder, layer))));
    }
    return new BuiltImage(layers, json(blob(folder, manifest.getAsJsonObject("config"))));
  }

  private static Path blob(Path folder, JsonObject descriptor) {
    String digest = new ImageDigest(descriptor.get("digest").getAsString()).value();
    return folder.resolve(digest.substring(digest.indexOf(':') + 1));
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }
}
