package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.util.List;

/**
 * A whole image, ready to be pushed.
 *
 * @param digest of the manifest
 * @param mediaType of the manifest
 * @param manifest its bytes, which are sent as they are
 * @param layers from the bottom up, the base's first
 */
public record Image(
    ImageDigest digest, String mediaType, byte[] manifest, Blob config, List<Blob> layers) {
  public Image {
    layers = List.copyOf(layers);
  }
}
