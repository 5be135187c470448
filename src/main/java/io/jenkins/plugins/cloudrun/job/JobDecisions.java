package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.History;
import io.jenkins.plugins.cloudrun.job.JobRun.Phase;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.ExecutionState;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is next for a job execution, from what was seen: pure. */
final class JobDecisions {
  /**
   * How long an execution that was asked for may stay out of the list before it counts as never
   * started.
   */
  private static final Duration LOST = Duration.ofSeconds(5);

  /** How long a cancelled execution may take to end. */
  private static final Duration CANCEL_LIMIT = Duration.ofMinutes(10);

  private JobDecisions() {}

  static JobStep decide(JobRun run, JobSight seen) {
    return switch (run.phase()) {
      case PREPARING -> prepare(run, seen);
      case UPDATING -> update(run, seen);
      case READY -> ready(run, seen);
      case STARTING -> started(run, seen);
      case RUNNING -> running(run, seen);
      case FINISHED -> throw new IllegalStateException("A settled execution decides nothing");
    };
  }

  private static JobStep prepare(JobRun run, JobSight seen) {
    if (run.aborted()) {
      return JobEndings.cancelled(run, seen, "Nothing was started.");
    }
    JobRun next = run;
    if (seen.image().isPresent()) {
      next = next.withImage(seen.image().get());
      if (run.plan().image().flatMap(image -> image.digest()).isEmpty()) {
        next =
            next.saying(
                seen.at(),
                "Image "
                    + run.plan().image().orElseThrow()
                    + " is "
                    + seen.image().get().manifest());
      }
    }
    if (run.plan().settings().isPresent()) {
      if (seen.job().isEmpty() && run.plan().image().isEmpty()) {
        return JobEndings.failed(
            run,
            seen,
            "There is no "
                + run.plan().key()
                + ", and without an image none can be made. Give image, or the name of a job that"
                + " exists.");
      }
      return JobStep.act(next.in(Phase.UPDATING, seen.at()), JobStep.Effect.UPDATE);
    }
    if (seen.job().isEmpty()) {
      return JobEndings.failed(
          run,
          seen,
          "There is no " + run.plan().key() + ". Create it by giving image, or correct its name.");
    }
    return JobStep.to(next.in(Phase.READY, seen.at()));
  }

  /** Updates are compared before they are sent, so a repeat after a crash writes nothing twice. */
  private static JobStep update(JobRun run, JobSight seen) {
    if (run.aborted()) {
      return JobEndings.cancelled(run, seen, "No execution was started.");
    }
    if (seen.at().isAfter(run.deadline())) {
      return JobEndings.failed(
          run, seen, "The " + run.plan().key() + " was not ready when the time limit ended.");
    }
    if (run.operation().isEmpty()) {
      return JobStep.act(run, JobStep.Effect.UPDATE);
    }
    Optional<String> error = seen.operation().flatMap(o -> o.error());
    if (error.isPresent()) {
      return JobEndings.failed(
          run, seen, "The " + run.plan().key() + " could not be updated: " + error.get());
    }
    boolean done = seen.operation().map(o -> o.done()).orElse(true);
    Optional<JobState> job = seen.job();
    if (!done || job.isEmpty() || job.get().reconciling()) {
      return JobStep.wait(run, run.pace(seen.at()));
    }
    if (job.get().ready().failed()) {
      return JobEndings.failed(
          run, seen, "The " + run.plan().key() + " is not ready: " + job.get().ready().message());
    }
    JobRun next =
        run.operation().get().isEmpty()
            ? run.saying(seen.at(), "The " + run.plan().key() + " is as wanted already")
            : run.saying(seen.at(), "The " + run.plan().key() + " is up to date");
    return JobStep.to(next.in(Phase.READY, seen.at()));
  }

  private static JobStep ready(JobRun run, JobSight seen) {
    if (run.aborted()) {
      return JobEndings.cancelled(run, seen, "No execution was started.");
    }
    return JobStep.act(run.in(Phase.STARTING, seen.at()), JobStep.Effect.RUN);
  }

  private static JobStep started(JobRun run, JobSight seen) {
    if (seen.started().isPresent()) {
      String name = seen.started().get();
      return JobStep.to(begun(run, name, seen.at()));
    }
    if (seen.at().isBefore(run.since().plus(LOST))) {
      return JobStep.wait(run, run.pace(seen.at()));
    }
    return JobStep.to(run.in(Phase.READY, seen.at()));
  }

  static JobRun begun(JobRun run, String name, Instant now) {
    return run.withExecution(name)
        .in(Phase.RUNNING, now)
        .saying(now, Entry.SECTION, "Started execution " + name + " of " + run.plan().key());
  }

  private static JobStep running(JobRun run, JobSight seen) {
    if (seen.execution().isEmpty()) {
      return JobEndings.failed(
          run,
          seen,
          "Execution "
              + run.execution().orElse("")
              + " of "
              + run.plan().key()
              + " was deleted while it was awaited.");
    }
    ExecutionState state = seen.execution().get();
    if (state.ended()) {
      return JobEndings.ended(run, seen, state);
    }
    if (run.ending().isEmpty()) {
      Optional<String> why = reasonToCancel(run, seen.at());
      if (why.isPresent()) {
        JobRun next =
            run.endingBecause(why.get())
                .in(Phase.RUNNING, seen.at())
                .saying(
                    seen.at(),
                    Entry.WARNING,
                    "Cancelling execution " + state.name() + ": " + why.get());
        return JobStep.act(next, JobStep.Effect.CANCEL);
      }
      return run.plan().await()
          ? JobStep.wait(told(run, seen.at(), state), run.pace(seen.at()))
          : JobEndings.begun(run, seen, state);
    }
    if (seen.at().isAfter(run.since().plus(CANCEL_LIMIT))) {
      return JobEndings.failed(
          run,
          seen,
          "Execution "
              + state.name()
              + " of "
              + run.plan().key()
              + " was cancelled ("
              + run.ending().get()
              + ") but had not ended "
              + CANCEL_LIMIT.toMinutes()
              + " minutes later: look at "
              + state.logUri());
    }
    // Asked again while it goes on: the first request may have been lost, and a second does no
    // harm.
    return new JobStep(run, Optional.of(JobStep.Effect.CANCEL), run.pace(seen.at()));
  }

  /** Says now and then how far many tasks are, when that has changed. */
  private static JobRun told(JobRun run, Instant now, ExecutionState state) {
    boolean begun = state.succeeded() + state.failed() + state.cancelled() + state.retried() > 0;
    String text = "So far " + JobEndings.counts(state) + running(state);
    return state.taskCount() > 1 && begun && History.isDue(run.history(), run.since(), now, text)
        ? run.saying(now, text)
        : run;
  }

  private static String running(ExecutionState state) {
    return (state.failed() > 0 ? ", " + state.failed() + " failed" : "")
        + (state.running() > 0 ? ", " + state.running() + " running" : "");
  }

  private static Optional<String> reasonToCancel(JobRun run, Instant now) {
    if (run.aborted()) {
      return Optional.of("aborted by " + run.command().orElseThrow().actor());
    }
    return now.isAfter(run.deadline()) ? Optional.of("its time limit is over") : Optional.empty();
  }
}
