package io.jenkins.plugins.cloudrun.emulator.build;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Registry;
import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Puts a folder onto a base image as one layer. */
final class Assembly {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final Registry registry;

  Assembly(Registry registry) {
    this.registry = registry;
  }

  /**
   * Makes an image.
   *
   * @param base in the emulated registry; empty for none
   * @param folder whose files go below {@code /workspace}
   */
  LocalImage image(
      Optional<String> base, Path folder, List<String> entrypoint, Map<String, String> environment)
      throws IOException {
    JsonObject config = emptyConfig();
    JsonArray layers = new JsonArray();
    Map<String, LocalImage.Source> blobs = new LinkedHashMap<>();
    if (base.isPresent()) {
      String path = base.get().substring(base.get().indexOf('/') + 1);
      int end = path.contains("@") ? path.indexOf('@') : path.lastIndexOf(':');
      String repository = path.substring(0, end);
      Manifest manifest =
          registry
              .manifest(repository, path.substring(end + 1))
              .orElseThrow(() -> new IOException("There is no base image " + base.get()));
      JsonObject read = JsonParser.parseString(manifest.content()).getAsJsonObject();
      String digest = read.getAsJsonObject("config").get("digest").getAsString();
      try (InputStream in = registry.blob(repository, digest)) {
        config =
            JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                .getAsJsonObject();
      }
      layers = read.getAsJsonArray("layers");
      layers.forEach(
          layer -> {
            String blob = layer.getAsJsonObject().get("digest").getAsString();
            blobs.put(blob, () -> registry.blob(repository, blob));
          });
    }
    byte[] tar = tar(folder);
    byte[] gzip = gzip(tar);
    layers.add(descriptor(LAYER, gzip));
    blobs.put(digest(gzip), LocalImage.Source.of(gzip));
    config.getAsJsonObject("rootfs").getAsJsonArray("diff_ids").add(digest(tar));
    run(config.getAsJsonObject("config"), entrypoint, environment);
    byte[] configured = config.toString().getBytes(StandardCharsets.UTF_8);
    blobs.put(digest(configured), LocalImage.Source.of(configured));
    JsonObject manifest = new JsonObject();
    manifest.addProperty("schemaVersion", 2);
    manifest.addProperty("mediaType", MANIFEST);
    manifest.add("config", descriptor(CONFIG, configured));
    manifest.add("layers", layers);
    return new LocalImage(MANIFEST, manifest.toString(), blobs);
  }

  private static void run(
      JsonObject run, List<String> entrypoint, Map<String, String> environment) {
    JsonArray words = new JsonArray();
    entrypoint.forEach(words::add);
    run.add("Entrypoint", words);
    run.remove("Cmd");
    run.addProperty("WorkingDir", "/workspace");
    JsonArray variables = run.has("Env") ? run.getAsJsonArray("Env") : new JsonArray();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    run.add("Env", variables);
  }

  private static JsonObject emptyConfig() {
    return JsonParser.parseString(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}")
        .getAsJsonObject();
  }

  private static byte[] tar(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(Files::isRegularFile).sorted().toList();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path file : files) {
        TarArchiveEntry entry = new TarArchiveEntry("workspace/" + folder.relativize(file));
        entry.setSize(Files.size(file));
        entry.setMode(Files.isExecutable(file) ? 0755 : 0644);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static JsonObject descriptor(String mediaType, byte[] content) {
    JsonObject descriptor = new JsonObject();
    descriptor.addProperty("mediaType", mediaType);
    descriptor.addProperty("digest", digest(content));
    descriptor.addProperty("size", content.length);
    return descriptor;
  }

  private static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
