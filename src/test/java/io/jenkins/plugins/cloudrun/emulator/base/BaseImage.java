package io.jenkins.plugins.cloudrun.emulator.base;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import io.jenkins.plugins.cloudrun.emulator.registry.OciRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * An image with nothing but a Java runtime in {@code /opt/java}, made from the JDK that runs this,
 * so that images can be built and run without a download.
 *
 * @param reference the image's name with host and tag
 * @param digest of its manifest: {@code sha256:...}
 */
public record BaseImage(String reference, String digest) {
  private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String BEGINNING = "1970-01-01T00:00:00Z";

  /**
   * Puts the image into a registry, unless the tag is there. Making the runtime takes some seconds;
   * it is made once for a folder.
   *
   * @param repository the path of the image without the host, such as {@code
   *     example-project/base/java}; {@code example-project/base} must have been created
   * @param tag such as {@code 17}
   * @param folder that keeps the layer for other registries
   * @throws IOException if this Java has no jlink
   */
  public static BaseImage provide(OciRegistry registry, String repository, String tag, Path folder)
      throws IOException {
    String reference = registry.host() + "/" + repository + ":" + tag;
    Optional<Manifest> there = registry.manifest(repository, tag);
    if (there.isPresent()) {
      return new BaseImage(reference, there.get().digest());
    }
    KeptLayer layer = KeptLayer.in(folder, Jlink.ofThisJava());
    JsonObject manifest = new JsonObject();
    manifest.addProperty("schemaVersion", 2);
    manifest.addProperty("mediaType", OCI_MANIFEST);
    byte[] config =
        config(layer.diffId(), architecture(System.getProperty("os.arch")))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    String configDigest = registry.addBlob(repository, new ByteArrayInputStream(config));
    manifest.add("config", descriptor(OCI_CONFIG, configDigest, config.length));
    JsonArray layers = new JsonArray();
    try (InputStream content = Files.newInputStream(layer.file())) {
      String digest = registry.addBlob(repository, content);
      layers.add(descriptor(OCI_LAYER, digest, Files.size(layer.file())));
    }
    manifest.add("layers", layers);
    Manifest stored = registry.addManifest(repository, tag, OCI_MANIFEST, manifest.toString());
    return new BaseImage(reference, stored.digest());
  }

  /** The architecture as images name it. */
  static String architecture(String javaName) {
    return switch (javaName.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default ->
          throw new IllegalStateException(
              "No base image can be made for the architecture " + javaName);
    };
  }

  private static JsonObject config(String diffId, String architecture) {
    JsonArray environment = new JsonArray();
    environment.add("PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin");
    environment.add("JAVA_HOME=/opt/java");
    JsonObject run = new JsonObject();
    run.add("Env", environment);
    JsonArray diffIds = new JsonArray();
    diffIds.add(diffId);
    JsonObject rootfs = new JsonObject();
    rootfs.addProperty("type", "layers");
    rootfs.add("diff_ids", diffIds);
    JsonObject step = new JsonObject();
    step.addProperty("created", BEGINNING);
    step.addProperty("created_by", "jlink");
    JsonArray history = new JsonArray();
    history.add(step);
    JsonObject config = new JsonObject();
    config.addProperty("created", BEGINNING);
    config.addProperty("architecture", architecture);
    config.addProperty("os", "linux");
    config.add("config", run);
    config.add("rootfs", rootfs);
    config.add("history", history);
    return config;
  }

  private static JsonObject descriptor(String mediaType, String digest, long size) {
    JsonObject descriptor = new JsonObject();
    descriptor.addProperty("mediaType", mediaType);
    descriptor.addProperty("digest", digest);
    descriptor.addProperty("size", size);
    return descriptor;
  }
}
