package io.jenkins.plugins.cloudrun.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What holds for every step that neither says it itself nor names a target that does.
 *
 * @param project where services and jobs are
 * @param region where services and jobs are
 * @param credentialsId of a Jenkins credential, looked up from the item that uses it
 * @param timeLimit how long a step may take
 */
public record Defaults(
    Optional<ProjectId> project,
    Optional<Region> region,
    Optional<String> credentialsId,
    Optional<Duration> timeLimit) {
  /** Nothing is said. */
  public static final Defaults NONE =
      new Defaults(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** These, and where they say nothing, {@code others}. */
  public Defaults or(Defaults others) {
    return new Defaults(
        project.or(others::project),
        region.or(others::region),
        credentialsId.or(others::credentialsId),
        timeLimit.or(others::timeLimit));
  }
}
