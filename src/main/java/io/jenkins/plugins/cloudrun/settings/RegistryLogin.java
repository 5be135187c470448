package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.image.base.BaseImage;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Optional;

/**
 * Credentials by their id, and the one registry that may see them.
 *
 * @param registry {@code host} or {@code host:port}
 */
public record RegistryLogin(String registry, String credentialsId) {
  static final String DOCKER_HUB = "docker.io";

  /** A registry as somebody wrote it, if it is one. */
  static String registry(String text) {
    try {
      return ImageName.parse(text + "/probe/probe").registry();
    } catch (InvalidValueException e) {
      throw new InvalidValueException(
          "'" + text + "' is not a registry: write HOST or HOST:PORT, such as docker.io.");
    }
  }

  /** The registry of a base image; empty for {@code scratch}. */
  static Optional<String> registryOf(String base) {
    return BaseImage.parse(base).reference().map(reference -> reference.name().registry());
  }
}
