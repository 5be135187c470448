package io.jenkins.plugins.cloudrun.image.source;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an agent is to pack and to bring to Cloud Storage. Goes to the agent, so it holds JDK types
 * only; empty texts were not given.
 *
 * @param folder of the sources, relative to the workspace; {@code .} is the workspace itself
 * @param dockerfile relative to the sources; empty: {@code Dockerfile} if the sources have one
 * @param config a build configuration such as {@code cloudbuild.yaml}, relative to the sources
 * @param buildpacks whether a Dockerfile is left unused, as for a function
 * @param bucket of Cloud Storage; empty: the project's own, as gcloud names it
 * @param project that builds
 * @param location of a bucket that has to be created: a region; empty: Cloud Storage chooses
 * @param endpoint of Cloud Storage where an administrator has moved it; empty: Google's
 */
public record SourceRequest(
    String folder,
    String dockerfile,
    String config,
    boolean buildpacks,
    String bucket,
    String project,
    String location,
    String endpoint)
    implements Serializable {
  /** Cloud Storage, where nobody has moved it. */
  public static final String GOOGLE = "https://storage.googleapis.com";

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  public SourceRequest {
    folder = relative("source", folder.isBlank() ? "." : folder);
    dockerfile = relative("dockerfile", dockerfile);
    config = relative("cloudBuildConfig", config);
    project = new ProjectId(project.trim()).value();
    location = location.trim();
    endpoint = (endpoint.isBlank() ? GOOGLE : endpoint.trim()).replaceFirst("/+$", "");
    bucket = bucket.trim().replaceFirst("^gs://", "").replaceFirst("/+$", "");
    if (!bucket.isEmpty()) {
      checkBucket(bucket);
    }
    if (URI.create(endpoint).getHost() == null) {
      throw new InvalidValueException("The endpoint of Cloud Storage names no host.");
    }
    if (!config.isEmpty() && (buildpacks || !dockerfile.isEmpty())) {
      throw new InvalidValueException(
          "cloudBuildConfig says itself how to build: leave dockerfile, function and baseImage"
              + " out.");
    }
  }

  /** {@code name} if Cloud Storage has such names. */
  static String checkBucket(String name) {
    if (!BUCKET.matcher(name).matches() || name.contains("..")) {
      throw new InvalidValueException(
          "'"
              + (name.length() <= 80 ? name : name.substring(0, 77) + "...")
              + "' is not a bucket of Cloud Storage: give its name alone, in lower case, such as"
              + " my-project_cloudbuild.");
    }
    return name;
  }

  /** Whether the bucket is the project's own, which is created when it is missing. */
  public boolean ownBucket() {
    return bucket.isEmpty();
  }

  /** The bucket that is used: the one given, or the one that {@code gcloud builds submit} uses. */
  public String bucketName() {
    if (!ownBucket()) {
      return bucket;
    }
    // A name must not hold "google"; and a domain before the project is a matter of its owner.
    return project.replace(':', '_').replace('.', '_').replace("google", "elgoog") + "_cloudbuild";
  }

  private static String relative(String parameter, String path) {
    String slashed = path.trim().replace('\\', '/');
    if (slashed.indexOf('\0') >= 0
        || slashed.startsWith("/")
        || slashed.matches("[A-Za-z]:.*")
        || List.of(slashed.split("/", -1)).contains("..")) {
      throw new InvalidValueException(
          parameter + " leaves the workspace: give a path relative to it, without '..'.");
    }
    return slashed;
  }
}
