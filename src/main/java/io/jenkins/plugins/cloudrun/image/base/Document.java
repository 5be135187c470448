package io.jenkins.plugins.cloudrun.image.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest or an index, parsed. Its kind is read from its own bytes, which the digest vouches
 * for, and not from the answer's header, which nothing does.
 *
 * @param mediaType one of the four that there are
 */
record Document(String mediaType, JsonObject json) {
  private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /**
   * @throws InvalidValueException if it is of another kind, or none; says which
   */
  static Document parse(byte[] bytes) {
    JsonObject json = object(bytes);
    String named = text(json, "mediaType");
    boolean index = json.has("manifests");
    boolean manifest = json.has("layers");
    if (text(json, "schemaVersion").equals("1")) {
      throw new InvalidValueException(
          "it is in Docker's old format, schema 1, which registries no longer take: pull it with a"
              + " current docker or skopeo and push it again, or choose a newer image");
    }
    // A document that could be read both ways would be one thing to us and another to Cloud Run.
    if (index == manifest) {
      throw new InvalidValueException(
          "it is neither a manifest nor an index of images"
              + (named.isEmpty() ? "" : " ('" + named + "')")
              + ": choose another image");
    }
    List<String> kinds =
        index ? List.of(OCI_INDEX, DOCKER_LIST) : List.of(OCI_MANIFEST, DOCKER_MANIFEST);
    String type = named.isEmpty() ? kinds.get(0) : named;
    if (!kinds.contains(type)) {
      throw new InvalidValueException(
          "it is of the kind '" + named + "', which is not known here: choose another image");
    }
    return new Document(type, json);
  }

  static JsonObject object(byte[] bytes) {
    try {
      return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new InvalidValueException("what the registry holds is not JSON: push it again");
    }
  }

  boolean isIndex() {
    return json.has("manifests");
  }

  /** The entries of an index that are images. */
  List<Entry> entries() {
    return parsed(
        () -> {
          List<Entry> entries = new ArrayList<>();
          for (JsonElement element : json.getAsJsonArray("manifests")) {
            JsonObject entry = element.getAsJsonObject();
            JsonObject platform =
                entry.has("platform") ? entry.getAsJsonObject("platform") : new JsonObject();
            entries.add(
                new Entry(
                    new ImageDigest(text(entry, "digest")),
                    text(platform, "os"),
                    text(platform, "architecture"),
                    text(platform, "variant")));
          }
          return entries;
        });
  }

  /** The configuration that a manifest names. */
  Blob config(ImageName repository) {
    return parsed(() -> blob(json.getAsJsonObject("config"), repository));
  }

  /** The layers that a manifest names, from the bottom up. */
  List<Blob> layers(ImageName repository) {
    return parsed(
        () -> {
          JsonArray array = json.getAsJsonArray("layers");
          List<Blob> layers = new ArrayList<>();
          array.forEach(element -> layers.add(blob(element.getAsJsonObject(), repository)));
          return layers;
        });
  }

  private static Blob blob(JsonObject descriptor, ImageName repository) {
    return new Blob(
        new ImageDigest(text(descriptor, "digest")),
        descriptor.get("size").getAsLong(),
        text(descriptor, "mediaType"),
        new Blob.Origin.InRepository(repository));
  }

  /** A text or number; empty when it is not there. */
  static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static <T> T parsed(Reading<T> reading) {
    try {
      return reading.read();
    } catch (ClassCastException | IllegalStateException | NullPointerException e) {
      throw new InvalidValueException("its manifest is incomplete: push it again");
    } catch (NumberFormatException | UnsupportedOperationException e) {
      throw new InvalidValueException("its manifest holds a size that is no number: push it again");
    }
  }

  private interface Reading<T> {
    T read();
  }

  /**
   * One image of an index.
   *
   * @param variant of the architecture, such as {@code v2}; mostly empty
   */
  record Entry(ImageDigest digest, String os, String architecture, String variant) {
    /** As in {@code --platform}. */
    String platform() {
      return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
  }
}
