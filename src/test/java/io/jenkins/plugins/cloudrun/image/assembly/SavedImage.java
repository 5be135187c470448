package io.jenkins.plugins.cloudrun.image.assembly;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.layer.TarListing;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image in a tar as jib saves it, unpacked: configuration and layers. */
record SavedImage(JsonObject config, List<Path> layers) {
  static SavedImage unpack(Path tar, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.write(file, in.readAllBytes());
        }
      }
    }
    if (Files.exists(folder.resolve("index.json"))) {
      return ofLayout(folder);
    }
    JsonObject manifest =
        JsonParser.parseString(Files.readString(folder.resolve("manifest.json")))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    List<Path> layers = new ArrayList<>();
    JsonArray names = manifest.getAsJsonArray("Layers");
    for (JsonElement name : names) {
      layers.add(folder.resolve(name.getAsString()));
    }
    String config = Files.readString(folder.resolve(manifest.get("Config").getAsString()));
    return new SavedImage(JsonParser.parseString(config).getAsJsonObject(), layers);
  }

  /** As the OCI image layout has it. */
  private static SavedImage ofLayout(Path folder) throws IOException {
    JsonObject index =
        JsonParser.parseString(Files.readString(folder.resolve("index.json"))).getAsJsonObject();
    JsonObject manifest = json(blob(folder, index.getAsJsonArray("manifests").get(0)));
    List<Path> layers = new ArrayList<>();
    manifest.getAsJsonArray("layers").forEach(layer -> layers.add(blob(folder, layer)));
    return new SavedImage(json(blob(folder, manifest.get("config"))), layers);
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static Path blob(Path folder, JsonElement descriptor) {
    String digest = descriptor.getAsJsonObject().get("digest").getAsString();
    return folder.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  Base asBase(String mediaType, String layerType) throws IOException {
    List<Blob> blobs = new ArrayList<>();
    for (Path layer : layers) {
      try (InputStream in = Files.newInputStream(layer)) {
        blobs.add(
            new Blob(
                new ImageDigest("sha256:" + TarListing.hash(in)),
                Files.size(layer),
                layerType,
                new Blob.Origin.InFile(layer)));
      }
    }
    return new Base(
        "base", ImageReference.parse("example.com/base/base:1"), mediaType, blobs, config);
  }
}
