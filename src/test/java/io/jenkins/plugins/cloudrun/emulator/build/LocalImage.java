package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An image that a step made.
 *
 * @param mediaType of the manifest
 * @param blobs configuration and layers by digest
 */
record LocalImage(String mediaType, String manifest, Map<String, Source> blobs) {
  /** Where a blob's bytes are. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;

    static Source of(byte[] bytes) {
      return () -> new ByteArrayInputStream(bytes);
    }
  }

  /** The digest of the configuration. */
  String config() {
    return JsonParser.parseString(manifest)
        .getAsJsonObject()
        .getAsJsonObject("config")
        .get("digest")
        .getAsString();
  }

  /** Reads a folder in the OCI image layout that holds one image. */
  static LocalImage ofLayout(Path layout) throws IOException {
    JsonObject index =
        JsonParser.parseString(Files.readString(layout.resolve("index.json"))).getAsJsonObject();
    JsonObject entry = index.getAsJsonArray("manifests").get(0).getAsJsonObject();
    String text =
        Files.readString(blob(layout, entry.get("digest").getAsString()), StandardCharsets.UTF_8);
    JsonObject manifest = JsonParser.parseString(text).getAsJsonObject();
    Map<String, Source> blobs = new LinkedHashMap<>();
    String config = manifest.getAsJsonObject("config").get("digest").getAsString();
    blobs.put(config, () -> Files.newInputStream(blob(layout, config)));
    manifest
        .getAsJsonArray("layers")
        .forEach(
            layer -> {
              String digest = layer.getAsJsonObject().get("digest").getAsString();
              blobs.put(digest, () -> Files.newInputStream(blob(layout, digest)));
            });
    return new LocalImage(entry.get("mediaType").getAsString(), text, blobs);
  }

  private static Path blob(Path layout, String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }
}
