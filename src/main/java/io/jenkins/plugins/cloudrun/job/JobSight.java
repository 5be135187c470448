package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.ExecutionState;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobState;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import java.time.Instant;
import java.util.Optional;

/**
 * What a look showed, as far as the phase needs it.
 *
 * @param started the execution that carries our marker
 */
record JobSight(
    Instant at,
    Optional<ImageReference> image,
    Optional<JobState> job,
    Optional<OperationState> operation,
    Optional<String> started,
    Optional<ExecutionState> execution) {

  /** Without a look outside. */
  static JobSight nothing(Instant at) {
    return new JobSight(
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static JobSight look(JobRun run, Session session, Instant now) throws Failure {
    Jobs jobs = session.jobs();
    JobPlan plan = run.plan();
    JobSight blank = nothing(now);
    return switch (run.phase()) {
      case PREPARING -> {
        Optional<ImageReference> image = Optional.empty();
        if (plan.image().isPresent()) {
          ImageReference asked = plan.image().get();
          image = Optional.of(asked.at(session.images().resolve(asked)));
        }
        yield new JobSight(
            now, image, jobs.job(plan.key()), blank.operation, blank.started, blank.execution);
      }
      case UPDATING -> {
        Optional<OperationState> operation = Optional.empty();
        if (run.operation().isPresent() && !run.operation().get().isEmpty()) {
          operation = Optional.of(jobs.operation(plan.key(), run.operation().get()));
        }
        yield new JobSight(
            now, blank.image, jobs.job(plan.key()), operation, blank.started, blank.execution);
      }
      case STARTING ->
          new JobSight(
              now,
              blank.image,
              blank.job,
              blank.operation,
              jobs.started(plan.key(), run.id()),
              blank.execution);
      case RUNNING ->
          new JobSight(
              now,
              blank.image,
              blank.job,
              blank.operation,
              blank.started,
              jobs.execution(plan.key(), run.execution().orElseThrow()));
      case READY, FINISHED -> blank;
    };
  }
}
