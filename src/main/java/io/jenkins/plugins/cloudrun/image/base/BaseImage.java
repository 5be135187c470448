package io.jenkins.plugins.cloudrun.image.base;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;

/**
 * What an image is built on, by name.
 *
 * @param reference empty for {@code scratch}
 */
public record BaseImage(Optional<ImageReference> reference) {
  /** The name of the base that holds nothing. */
  public static final String SCRATCH = "scratch";

  private static final String DOCKER_HUB = "registry-1.docker.io";
  private static final int SHOWN = 120;

  /**
   * Parses a reference the way {@code FROM} in a Dockerfile is read: without a registry it is one
   * of Docker Hub, and there without an owner one of {@code library/}. A remote repository of
   * Artifact Registry is an ordinary registry: {@code
   * REGION-docker.pkg.dev/PROJECT/REPOSITORY/library/alpine:3}.
   *
   * @throws InvalidValueException if it is no reference
   */
  public static BaseImage parse(String text) {
    String trimmed = text.trim();
    if (trimmed.equals(SCRATCH)) {
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
          "The base image '" + shown(trimmed) + "' is not an image: " + e.getMessage());
    }
  }

  private static String hub(String path) {
    return DOCKER_HUB + "/" + (path.contains("/") ? path : "library/" + path);
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 3) + "...";
  }
}
