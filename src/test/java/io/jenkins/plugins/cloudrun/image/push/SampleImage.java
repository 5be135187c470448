package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Images whose layers are noise: registries look at digests, not into layers. */
final class SampleImage {
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private SampleImage() {}

  /** An image over these layers; {@code name} makes its configuration another one. */
  static Image of(String name, List<Blob> layers) throws Exception {
    byte[] config =
        ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\""
                + name
                + "\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                + layers.stream()
                    .map(layer -> "\"" + layer.digest() + "\"")
                    .collect(Collectors.joining(","))
                + "]}}")
            .getBytes(StandardCharsets.UTF_8);
    Blob configBlob =
        new Blob(digest(config), config.length, CONFIG, new Blob.Origin.InMemory(config));
    List<String> described = new ArrayList<>();
    layers.forEach(layer -> described.add(descriptor(layer)));
    byte[] manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\""
                + MANIFEST
                + "\",\"config\":"
                + descriptor(configBlob)
                + ",\"layers\":["
                + String.join(",", described)
                + "]}")
            .getBytes(StandardCharsets.UTF_8);
    ImageDigest digest = new Manifest(MANIFEST, manifest).digest();
    return new Image(digest, MANIFEST, manifest, configBlob, layers);
  }

  /** A layer of noise in a file. */
  static Blob layer(Path folder, long seed, int size) throws Exception {
    Path file = Files.createDirectories(folder).resolve("layer-" + seed + "-" + size);
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Files.write(file, bytes);
    return new Blob(digest(bytes), size, LAYER, new Blob.Origin.InFile(file));
  }

  /** The same blob, as it is in a repository. */
  static Blob in(ImageName repository, Blob blob) {
    return new Blob(
        blob.digest(), blob.size(), blob.mediaType(), new Blob.Origin.InRepository(repository));
  }

  static byte[] bytes(Blob blob) throws IOException {
    return blob.origin() instanceof Blob.Origin.InFile in
        ? Files.readAllBytes(in.file())
        : ((Blob.Origin.InMemory) blob.origin()).bytes();
  }

  static String descriptor(Blob blob) {
    return "{\"mediaType\":\""
        + blob.mediaType()
        + "\",\"digest\":\""
        + blob.digest()
        + "\",\"size\":"
        + blob.size()
        + "}";
  }

  static ImageDigest digest(byte[] bytes) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    return new ImageDigest("sha256:" + HexFormat.of().formatHex(hash));
  }
}
