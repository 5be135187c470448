package io.jenkins.plugins.cloudrun.image.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Images in memory, and a list of what was asked of them. */
final class StoredBases implements BaseSource {
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  final List<String> asked = new CopyOnWriteArrayList<>();
  final Map<String, ImageDigest> tags = new LinkedHashMap<>();
  final Map<ImageDigest, byte[]> bytes = new LinkedHashMap<>();

  /** After how many bytes each of the next downloads breaks off. */
  final List<Long> cuts = new CopyOnWriteArrayList<>();

  @Override
  public ImageDigest digest(ImageReference image) throws Failure {
    asked.add("HEAD " + image);
    ImageDigest digest = tags.get(image.toString());
    if (digest == null) {
      throw new Failure.Permanent(Failure.Reason.NOT_FOUND, "there is no " + image + ".", null);
    }
    return digest;
  }

  @Override
  public byte[] manifest(ImageReference image) throws Failure {
    asked.add("manifest " + image.digest().orElseThrow());
    return bytes.get(image.digest().orElseThrow());
  }

  @Override
  public InputStream blob(Blob blob, long offset) {
    asked.add("blob " + blob.digest() + " from " + offset);
    byte[] all = bytes.get(blob.digest());
    InputStream in = new ByteArrayInputStream(all, (int) offset, all.length - (int) offset);
    return cuts.isEmpty() ? in : new Cut(in, cuts.remove(0));
  }

  ImageDigest put(String content) {
    return put(content.getBytes(StandardCharsets.UTF_8));
  }

  ImageDigest put(byte[] content) {
    ImageDigest digest = ImageDigest.of(content);
    bytes.put(digest, content);
    return digest;
  }

  /** A manifest of one layer. */
  ImageDigest image(String os, String architecture, String layer) {
    return image(os, architecture, layer.getBytes(StandardCharsets.UTF_8));
  }

  ImageDigest image(String os, String architecture, byte[] layer) {
    JsonObject config = new JsonObject();
    config.addProperty("os", os);
    config.addProperty("architecture", architecture);
    JsonObject rootfs = new JsonObject();
    JsonArray ids = new JsonArray();
    ids.add(ImageDigest.of(layer).value());
    rootfs.add("diff_ids", ids);
    config.add("rootfs", rootfs);
    JsonObject manifest = new JsonObject();
    manifest.addProperty("schemaVersion", 2);
    manifest.addProperty("mediaType", OCI_MANIFEST);
    manifest.add("config", descriptor(put(config.toString())));
    JsonArray layers = new JsonArray();
    layers.add(descriptor(put(layer)));
    manifest.add("layers", layers);
    return put(manifest.toString());
  }

  /** An index of images, by {@code os/architecture[/variant]}. */
  ImageDigest index(Map<String, ImageDigest> images) {
    JsonArray manifests = new JsonArray();
    images.forEach(
        (platform, digest) -> {
          String[] parts = platform.split("/", -1);
          JsonObject json = new JsonObject();
          json.addProperty("os", parts[0]);
          json.addProperty("architecture", parts[1]);
          if (parts.length > 2) {
            json.addProperty("variant", parts[2]);
          }
          JsonObject entry = descriptor(digest);
          entry.add("platform", json);
          manifests.add(entry);
        });
    JsonObject index = new JsonObject();
    index.addProperty("schemaVersion", 2);
    index.add("manifests", manifests);
    return put(index.toString());
  }

  private JsonObject descriptor(ImageDigest digest) {
    JsonObject descriptor = new JsonObject();
    descriptor.addProperty("mediaType", "x/" + Optional.of(digest).get().value().substring(7, 10));
    descriptor.addProperty("digest", digest.value());
    descriptor.addProperty("size", bytes.get(digest).length);
    return descriptor;
  }

  private static final class Cut extends InputStream {
    private final InputStream in;
    private long left;

    Cut(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left-- <= 0) {
        throw new IOException("reset by peer");
      }
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("reset by peer");
      }
      int read = in.read(target, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
