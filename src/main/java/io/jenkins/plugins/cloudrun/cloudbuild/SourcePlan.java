package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.image.source.UploadedSource;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Stored;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Way;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a build in the cloud is to do, fixed when it starts.
 *
 * @param image where the result goes
 * @param tags at least one: the build pushes the first, the others are added afterwards
 * @param keepTags whether a tag that points at another image is left alone, and the build refused
 * @param serviceAccount e-mail of the account that the build runs as
 * @param timeLimit of everything together; at its end the build is cancelled
 */
public record SourcePlan(
    Place place,
    Stored source,
    Way way,
    ImageName image,
    List<String> tags,
    CommitSha commit,
    boolean keepTags,
    Optional<String> serviceAccount,
    Duration timeLimit,
    Account account) {
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(1);

  public SourcePlan {
    tags = tags.stream().distinct().toList();
    if (tags.isEmpty()) {
      throw new InvalidValueException("A build in the cloud needs at least one tag.");
    }
    tags.forEach(ImageReference::checkTag);
    if (timeLimit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("The timeLimit must be at least 1s.");
    }
  }

  /** The image by the tag that the build pushes. */
  public ImageReference tagged() {
    return new ImageReference(image, Optional.of(tags.get(0)), Optional.empty());
  }

  /**
   * How sources are built that an agent has uploaded. A build configuration is read here: what is
   * wrong with it is said before anything is submitted.
   *
   * @param substitutions of the configuration, by name
   * @param tagged the image with the tag that the build pushes
   * @param function that serves requests; empty for a whole program
   * @param baseImage of a function's runtime; may be empty
   */
  public static Way way(
      UploadedSource source,
      Map<String, String> substitutions,
      ImageReference tagged,
      CommitSha commit,
      String function,
      String baseImage) {
    return switch (source.kind()) {
      case CONFIG ->
          new Way.Config(BuildConfigJson.read(source.config(), substitutions, tagged, commit));
      case DOCKERFILE -> new Way.Dockerfile(source.dockerfile());
      case BUILDPACKS -> new Way.Buildpacks(function, baseImage, source.descriptor());
    };
  }

  /** Where an agent has put the sources. */
  public static Stored stored(UploadedSource source) {
    return new Stored(source.bucket(), source.object(), source.generation());
  }
}
