package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image in a folder, made of tar entries, which other tools and our build can read. */
final class OciLayout {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final Path folder;
  private final List<Blob> layers = new ArrayList<>();
  private final JsonArray diffIds = new JsonArray();
  private final JsonObject config;

  /**
   * @param config of the container, JSON
   */
  OciLayout(Path folder, String config) throws IOException {
    this.folder = folder;
    this.config = new JsonObject();
    this.config.addProperty("architecture", "amd64");
    this.config.addProperty("os", "linux");
    this.config.add("config", JsonParser.parseString(config));
    Files.createDirectories(folder.resolve("blobs/sha256"));
  }

  /** Adds entries to a layer. */
  interface Writer {
    void write(Tar tar) throws IOException;
  }

  /** Writes tar entries with everything a test wants to set. */
  record Tar(TarArchiveOutputStream out) {
    Tar folder(String path, int mode, int uid, int gid) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(path + "/");
      return add(entry, 040000 | mode, uid, gid, new byte[0]);
    }

    Tar file(String path, int mode, int uid, int gid, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return add(new TarArchiveEntry(path), 0100000 | mode, uid, gid, bytes);
    }

    Tar link(String path, String target) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(path, TarArchiveEntry.LF_SYMLINK);
      entry.setLinkName(target);
      return add(entry, 0777, 0, 0, new byte[0]);
    }

    /** Mode and owner are those of the file that is linked to: unpacking sets them on both. */
    Tar hardLink(String path, String target, int mode, int uid, int gid) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(path, TarArchiveEntry.LF_LINK);
      entry.setLinkName(target);
      return add(entry, mode, uid, gid, new byte[0]);
    }

    private Tar add(TarArchiveEntry entry, int mode, int uid, int gid, byte[] bytes)
        throws IOException {
      entry.setMode(mode);
      entry.setUserId(uid);
      entry.setGroupId(gid);
      entry.setModTime(1_600_000_000_000L);
      entry.setSize(bytes.length);
      out.putArchiveEntry(entry);
      out.write(bytes);
      out.closeArchiveEntry();
      return this;
    }
  }

  static byte[] tar(Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      writer.write(new Tar(out));
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  OciLayout layer(Writer writer) throws IOException {
    byte[] tar = tar(writer);
    diffIds.add(digest(tar));
    layers.add(blob(LAYER, gzip(tar)));
    return this;
  }

  /** Writes manifest and index, and gives the image as our build sees it. */
  Base finish(String name) throws IOException {
    JsonObject rootfs = new JsonObject();
    rootfs.addProperty("type", "layers");
    rootfs.add("diff_ids", diffIds);
    config.add("rootfs", rootfs);
    // buildah counts them.
    JsonArray history = new JsonArray();
    layers.forEach(layer -> history.add(new JsonObject()));
    config.add("history", history);
    Blob configBlob = blob("application/vnd.oci.image.config.v1+json", bytes(config));
    JsonObject manifest = new JsonObject();
    manifest.addProperty("schemaVersion", 2);
    manifest.addProperty("mediaType", MANIFEST);
    manifest.add("config", descriptor(configBlob));
    JsonArray list = new JsonArray();
    layers.forEach(layer -> list.add(descriptor(layer)));
    manifest.add("layers", list);
    Blob manifestBlob = blob(MANIFEST, bytes(manifest));
    JsonObject index = new JsonObject();
    index.addProperty("schemaVersion", 2);
    JsonArray manifests = new JsonArray();
    manifests.add(descriptor(manifestBlob));
    index.add("manifests", manifests);
    Files.write(folder.resolve("index.json"), bytes(index));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    ImageReference reference =
        ImageReference.parse("localhost/" + name + "@" + manifestBlob.digest().value());
    return new Base(name, reference, MANIFEST, layers, config);
  }

  private Blob blob(String mediaType, byte[] bytes) throws IOException {
    ImageDigest digest = new ImageDigest(digest(bytes));
    Path file = folder.resolve("blobs").resolve(digest.value().replace(':', '/'));
    Files.write(file, bytes);
    return new Blob(digest, bytes.length, mediaType, new Blob.Origin.InFile(file));
  }

  private static JsonObject descriptor(Blob blob) {
    JsonObject descriptor = new JsonObject();
    descriptor.addProperty("mediaType", blob.mediaType());
    descriptor.addProperty("digest", blob.digest().value());
    descriptor.addProperty("size", blob.size());
    return descriptor;
  }

  private static byte[] bytes(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
