package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.Overrides;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Duration;
import java.util.Optional;

/**
 * What a job execution is to do, fixed when it starts.
 *
 * @param image a tag is resolved to its digest before the job is changed; empty keeps the job's
 *     image
 * @param settings the job is created or updated first, when this is there and something differs
 * @param overrides for this execution only
 * @param await whether to follow the execution to its end
 * @param timeLimit of everything together; at its end the execution is cancelled
 */
public record JobPlan(
    JobKey key,
    Optional<ImageReference> image,
    Optional<JobSettings> settings,
    Overrides overrides,
    boolean await,
    Duration timeLimit,
    Account account) {
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(1);

  public JobPlan {
    if (image.isPresent() && settings.isEmpty()) {
      throw new InvalidValueException("An image for the job needs the job's settings.");
    }
    if (timeLimit.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException("The timeLimit must be at least 1s.");
    }
  }
}
