package io.jenkins.plugins.cloudrun.image.assembly;

import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The words of one image format for manifest, configuration and layers. The bytes of layers are the
 * same in both formats, so a base's layers are listed in the words of the image.
 *
 * @param manifest of Docker's image manifest 2, schema 2, or the OCI image specification
 */
record MediaTypes(String manifest, String config, String layer) {
  static final MediaTypes DOCKER =
      new MediaTypes(
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.container.image.v1+json",
          "application/vnd.docker.image.rootfs.diff.tar.gzip");
  static final MediaTypes OCI =
      new MediaTypes(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.oci.image.layer.v1.tar+gzip");

  private static final String OCI_LAYER = "application/vnd.oci.image.layer.";
  private static final Map<String, String> TO_OCI =
      Map.of(
          DOCKER.layer(),
          OCI.layer(),
          "application/vnd.docker.image.rootfs.diff.tar",
          OCI_LAYER + "v1.tar",
          "application/vnd.docker.image.rootfs.diff.tar.zstd",
          OCI_LAYER + "v1.tar+zstd",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
          OCI_LAYER + "nondistributable.v1.tar+gzip");
  private static final Map<String, String> TO_DOCKER =
      TO_OCI.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  /**
   * @param layers types of the base's layers: one that Docker's format has no word for makes it OCI
   */
  static MediaTypes of(ImageFormat format, List<String> layers) {
    return format == ImageFormat.OCI || layers.stream().anyMatch(MediaTypes::isOciAlone)
        ? OCI
        : DOCKER;
  }

  boolean isOci() {
    return equals(OCI);
  }

  /** A layer's type in this format; one that nobody knows stays as it is. */
  String translated(String layer) {
    return (isOci() ? TO_OCI : TO_DOCKER).getOrDefault(layer, layer);
  }

  private static boolean isOciAlone(String layer) {
    return layer.startsWith(OCI_LAYER) && (!TO_DOCKER.containsKey(layer) || layer.endsWith("zstd"));
  }
}
