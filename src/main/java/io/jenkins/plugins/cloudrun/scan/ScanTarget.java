package io.jenkins.plugins.cloudrun.scan;

import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;

/**
 * An image as Artifact Analysis names it.
 *
 * @param project that the image's repository is in
 * @param image by digest
 */
public record ScanTarget(ProjectId project, ImageReference image) {
  /**
   * Finds the project in the image's name: {@code HOST/PROJECT/...}, where a project of a domain is
   * {@code DOMAIN/PROJECT}.
   *
   * @throws InvalidValueException if the image has no digest, or its name names no project
   */
  public static ScanTarget of(ImageReference image) {
    if (image.digest().isEmpty()) {
      throw new InvalidValueException("A scan is of a digest, and " + image + " names none.");
    }
    String[] parts = image.name().path().split("/", -1);
    String project =
        parts[0].contains(".") && parts.length > 1 ? parts[0] + ":" + parts[1] : parts[0];
    try {
      return new ScanTarget(new ProjectId(project), image.at(image.digest().get()));
    } catch (InvalidValueException e) {
      throw new InvalidValueException(
          "Only images in Artifact Registry can be scanned, and "
              + image.name()
              + " is in none: '"
              + project
              + "' is no project. Push the image to REGION-docker.pkg.dev, or leave scan out.");
    }
  }

  /** Whether the registry is one of Google's, as far as its name tells. */
  boolean isGoogles() {
    ImageName name = image.name();
    return name.registry().endsWith(".pkg.dev")
        || name.registry().equals("gcr.io")
        || name.registry().endsWith(".gcr.io");
  }
}
