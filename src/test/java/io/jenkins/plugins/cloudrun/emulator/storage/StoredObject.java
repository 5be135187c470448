package io.jenkins.plugins.cloudrun.emulator.storage;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;

/**
 * One version of an object; only the last one of each is kept.
 *
 * @param generation larger with each version, whatever the object's
 * @param size in bytes
 * @param md5 in base64; empty for a composed object, which has none
 * @param crc32c in base64
 * @param components of a composed object, else 0
 * @param file where the bytes are: the first {@code size} of it
 * @param created of this version
 * @param updated its metadata
 */
record StoredObject(
    String bucket,
    String name,
    long generation,
    long size,
    String contentType,
    String md5,
    String crc32c,
    int components,
    Path file,
    Instant created,
    Instant updated) {

  String etag() {
    return "CI" + Long.toString(generation, 36) + "EAE=";
  }

  JsonObject json(String root) {
    String self = root + "/storage/v1/b/" + bucket + "/o/" + name.replace("/", "%2F");
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#object");
    json.addProperty("id", bucket + "/" + name + "/" + generation);
    json.addProperty("selfLink", self);
    json.addProperty(
        "mediaLink",
        self.replace("/storage/v1/", "/download/storage/v1/")
            + "?generation="
            + generation
            + "&alt=media");
    json.addProperty("name", name);
    json.addProperty("bucket", bucket);
    json.addProperty("generation", String.valueOf(generation));
    json.addProperty("metageneration", "1");
    json.addProperty("contentType", contentType);
    json.addProperty("storageClass", "STANDARD");
    json.addProperty("size", String.valueOf(size));
    if (!md5.isEmpty()) {
      json.addProperty("md5Hash", md5);
    }
    json.addProperty("crc32c", crc32c);
    if (components > 0) {
      json.addProperty("componentCount", components);
    }
    json.addProperty("etag", etag());
    json.addProperty("timeCreated", created.toString());
    json.addProperty("updated", updated.toString());
    json.addProperty("timeStorageClassUpdated", created.toString());
    return json;
  }
}
