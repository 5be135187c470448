package io.jenkins.plugins.cloudrun.emulator.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Manifests on their way in: well formed, complete, and of the digest that they are sent under. */
final class Manifests {
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** The most that a registry must take, by the OCI distribution specification. */
  static final int MOST_BYTES = 4 << 20;

  private static final Set<String> IMAGES = Set.of(DOCKER_MANIFEST, OCI_MANIFEST);
  private static final Set<String> LISTS = Set.of(DOCKER_LIST, OCI_INDEX);
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  private final Storage storage;

  Manifests(Storage storage) {
    this.storage = storage;
  }

  static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /**
   * Checks a manifest and stores it.
   *
   * @param reference a tag, or the digest of the manifest
   */
  Manifest put(ImagePath image, String reference, String contentType, byte[] bytes)
      throws IOException, OciError {
    if (bytes.length > MOST_BYTES) {
      throw new OciError(413, "SIZE_INVALID", "A manifest has at most " + MOST_BYTES + " bytes");
    }
    String digest = Digests.of(bytes);
    boolean byDigest = reference.contains(":");
    if (byDigest && !digest.equals(Digests.parse(reference))) {
      throw new OciError(
          400, "DIGEST_INVALID", "The manifest has the digest " + digest + ", not " + reference);
    }
    if (!byDigest && !isTag(reference)) {
      throw new OciError(400, "TAG_INVALID", "\"" + reference + "\" is no tag");
    }
    String content = text(bytes);
    String mediaType = contentType.replaceFirst(";.*", "").trim().toLowerCase(Locale.ROOT);
    try {
      check(image, mediaType, JsonParser.parseString(content).getAsJsonObject());
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw invalid("it is not a manifest (" + e.getMessage() + ")");
    }
    Manifest manifest = new Manifest(mediaType, digest, content);
    storage.put(image, manifest);
    if (!byDigest) {
      storage.tag(image, reference, digest);
    }
    return manifest;
  }

  private void check(ImagePath image, String mediaType, JsonObject json)
      throws IOException, OciError {
    if (!IMAGES.contains(mediaType) && !LISTS.contains(mediaType)) {
      throw invalid("unknown Content-Type \"" + mediaType + "\"");
    }
    if (json.get("schemaVersion").getAsInt() != 2) {
      throw invalid("its schemaVersion is not 2");
    }
    JsonElement own = json.get("mediaType");
    // Optional in OCI's formats, part of Docker's.
    if (own == null ? !mediaType.contains("oci") : !own.getAsString().equals(mediaType)) {
      throw invalid("its mediaType is not the Content-Type " + mediaType);
    }
    if (LISTS.contains(mediaType)) {
      for (JsonElement element : json.getAsJsonArray("manifests")) {
        checkListed(image, element.getAsJsonObject());
      }
      return;
    }
    checkBlob(image, json.getAsJsonObject("config"));
    JsonArray layers = json.getAsJsonArray("layers");
    for (JsonElement layer : layers) {
      if (!layer.getAsJsonObject().has("urls")) {
        checkBlob(image, layer.getAsJsonObject());
      }
    }
  }

  private void checkListed(ImagePath image, JsonObject descriptor) throws OciError {
    String digest = digest(descriptor);
    Manifest listed =
        storage.manifest(image, digest).orElseThrow(() -> unknown("Manifest", digest));
    int size = listed.content().getBytes(StandardCharsets.UTF_8).length;
    checkSize(descriptor, digest, size);
  }

  private void checkBlob(ImagePath image, JsonObject descriptor) throws IOException, OciError {
    String digest = digest(descriptor);
    Optional<Path> file = storage.blob(image, digest);
    if (file.isEmpty()) {
      throw unknown("Blob", digest);
    }
    checkSize(descriptor, digest, Files.size(file.get()));
  }

  private static void checkSize(JsonObject descriptor, String digest, long actual) throws OciError {
    long size = descriptor.get("size").getAsLong();
    if (size != actual) {
      throw invalid(digest + " has " + actual + " bytes, not " + size);
    }
  }

  private static String digest(JsonObject descriptor) throws OciError {
    return Digests.parse(descriptor.get("digest").getAsString());
  }

  private static String text(byte[] bytes) throws OciError {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw invalid("it is not UTF-8");
    }
  }

  private static OciError unknown(String what, String digest) {
    return new OciError(404, "MANIFEST_BLOB_UNKNOWN", what + " " + digest + " not found");
  }

  private static OciError invalid(String why) {
    return new OciError(400, "MANIFEST_INVALID", "The manifest is refused: " + why);
  }
}
