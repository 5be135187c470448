package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;

/**
 * What an image is built on.
 *
 * @param reference empty for {@code scratch}
 */
record BaseImage(Optional<ImageReference> reference) {
  private static final String DOCKER_HUB = "registry-1.docker.io";

  /**
   * Parses a reference the way {@code FROM} in a Dockerfile is read: without a registry it is one
   * of Docker Hub, and there without an owner one of {@code library/}.
   */
  static BaseImage parse(String text) {
    String trimmed = text.trim();
    if (trimmed.equals(ImageRequest.SCRATCH)) {
      return new BaseImage(Optional.empty());
    }
    int slash = trimmed.indexOf('/');
    String first = slash < 0 ? "" : trimmed.substring(0, slash);
    String full = trimmed;
    if (first.equals("docker.io") || first.equals("index.docker.io")) {
      full = hub(trimmed.substring(slash + 1));
    } else if (!first.contains(".") && !first.contains(":") && !first.equals("localhost")) {
      full = hub(trimmed);
    }
    try {
      return new BaseImage(Optional.of(ImageReference.parse(full)));
    } catch (InvalidValueException e) {
      throw new InvalidValueException(
          "from '" + Checks.shown(text) + "' is not an image: " + e.getMessage());
    }
  }

  private static String hub(String path) {
    return DOCKER_HUB + "/" + (path.contains("/") ? path : "library/" + path);
  }
}
