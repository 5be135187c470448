package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Cloud Build is told of sources that it builds. Empty texts were not given.
 *
 * @param folder of the sources, relative to the context; empty: this image is not asked of Cloud
 *     Build (a Dockerfile with {@code RUN} may still be built there)
 * @param config a {@code cloudbuild.yaml}, relative to the sources
 * @param function entry point of a function
 * @param baseImage of a function, such as {@code nodejs22}
 * @param substitutions of the build configuration, by name; none without a configuration
 * @param bucket of Cloud Storage for the archive; empty: the project's own, as gcloud names it
 * @param project whose Cloud Build builds; empty: the image's
 * @param region where it builds; empty: the image's
 * @param serviceAccount that the build runs as; empty: the project's default
 */
public record CloudSource(
    String folder,
    String config,
    String function,
    String baseImage,
    Map<String, String> substitutions,
    String bucket,
    String project,
    String region,
    String serviceAccount)
    implements Serializable {
  /** Nothing is asked of Cloud Build. */
  public static final CloudSource NONE = new CloudSource("", "", "", "", Map.of(), "", "", "", "");

  public CloudSource {
    folder = Checks.relative("source", folder);
    config = Checks.relative("cloudBuildConfig", config);
    function = function.trim();
    baseImage = baseImage.trim();
    substitutions = Collections.unmodifiableMap(new LinkedHashMap<>(substitutions));
    bucket = bucket.trim();
    if (folder.isEmpty() && !(config + function + baseImage).isEmpty()) {
      throw new InvalidValueException(
          "cloudBuildConfig, function and baseImage are for sources that Cloud Build builds: give"
              + " source, the folder of the sources.");
    }
    if (!config.isEmpty() && !(function + baseImage).isEmpty()) {
      throw new InvalidValueException(
          "cloudBuildConfig and function are both given: keep one of them.");
    }
    if (config.isEmpty() && !substitutions.isEmpty()) {
      throw new InvalidValueException(
          "substitutions are for a build configuration, and none is given: give cloudBuildConfig,"
              + " or leave substitutions out. Buildpacks and a Dockerfile know none.");
    }
  }

  /** Whether the image is to be made by Cloud Build from its sources. */
  public boolean isAsked() {
    return !folder.isEmpty();
  }
}
