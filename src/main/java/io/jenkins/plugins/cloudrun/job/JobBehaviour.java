package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.durable.Behaviour;
import io.jenkins.plugins.cloudrun.durable.Decision;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.job.JobRun.Phase;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobState;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Drives job executions: looks, decides, acts. */
public final class JobBehaviour implements Behaviour<JobRun> {
  /** How long the outside may fail without a break. */
  private static final Duration MOST_TROUBLE = Duration.ofMinutes(10);

  private final Sessions sessions;
  private final Clock clock;
  private final SharedLooks looks = new SharedLooks();

  public JobBehaviour(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public boolean holding(JobRun run) {
    return true;
  }

  @Override
  public boolean pressing(JobRun run) {
    return run.aborted() || run.ending().isPresent();
  }

  @Override
  public JobRun broken(JobRun run, String fault, Instant now) {
    return JobEndings.broken(run, JobSight.nothing(now), fault).next();
  }

  @Override
  public Decision<JobRun> decide(JobRun run, boolean granted, Instant now) {
    JobStep step;
    try {
      Session session = sessions.open(run.origin(), run.plan().account());
      // While an execution goes on, looks may fail now and then for as long as it takes.
      boolean overcome = run.phase() == Phase.RUNNING && run.failures() > 0;
      JobRun well = overcome ? run.failing(0, Instant.EPOCH) : run;
      Instant at = clock.instant();
      Optional<Duration> pause =
          calmly(run, at) ? looks.goesOn(session, run, at) : Optional.empty();
      step =
          pause.isPresent()
              ? JobStep.wait(well, pause.get())
              : JobDecisions.decide(well, JobSight.look(run, session, clock.instant()));
      if (run.phase() == Phase.RUNNING && step.next().phase() != Phase.RUNNING) {
        looks.leave(session, run);
      }
    } catch (Failure failure) {
      step = setback(run, failure, false);
    }
    Optional<Decision.Act<JobRun>> act =
        step.effect().map(effect -> intent -> perform(intent, effect));
    return new Decision<>(step.next(), act, step.pause());
  }

  /** Whether nothing is to be decided as long as the execution goes on. */
  private static boolean calmly(JobRun run, Instant now) {
    return run.phase() == Phase.RUNNING
        && run.plan().await()
        && run.ending().isEmpty()
        && !run.aborted()
        && !now.isAfter(run.deadline());
  }

  private Decision.Done<JobRun> perform(JobRun intent, JobStep.Effect effect) {
    JobStep step;
    try {
      Session session = sessions.open(intent.origin(), intent.plan().account());
      step = send(intent, effect, session.jobs());
    } catch (Failure failure) {
      step = setback(intent, failure, effect == JobStep.Effect.RUN);
    }
    return new Decision.Done<>(step.next(), step.pause());
  }

  private JobStep send(JobRun intent, JobStep.Effect effect, Jobs jobs) throws Failure {
    JobPlan plan = intent.plan();
    switch (effect) {
      case UPDATE -> {
        JobSettings asked = plan.settings().orElseThrow();
        JobSettings wanted =
            new JobSettings(
                intent.image(),
                asked.container(),
                asked.tasks(),
                asked.parallelism(),
                asked.maxRetries(),
                asked.taskTimeout(),
                asked.serviceAccount(),
                asked.labels());
        Optional<String> etag = jobs.job(plan.key()).map(JobState::etag);
        // An empty name stands for: nothing had to be written.
        String operation = jobs.apply(plan.key(), etag, wanted).orElse("");
        return JobStep.to(intent.withOperation(Optional.of(operation)));
      }
      case RUN -> {
        String name = jobs.run(plan.key(), intent.id(), plan.overrides());
        return JobStep.to(JobDecisions.begun(intent, name, clock.instant()));
      }
      default -> {
        jobs.cancel(plan.key(), intent.execution().orElseThrow());
        return JobStep.wait(intent, intent.pace(clock.instant()));
      }
    }
  }

  /**
   * Transient and ambiguous failures are looked at again; permanent ones end it, unless an
   * execution is still running.
   *
   * @param starting whether it is the start itself that failed, and not a look for it
   */
  private JobStep setback(JobRun run, Failure failure, boolean starting) {
    Instant now = clock.instant();
    JobSight nothing = JobSight.nothing(now);
    boolean permanent = failure instanceof Failure.Permanent;
    boolean conflict =
        failure instanceof Failure.Permanent p
            && p.reason() == Failure.Reason.CONFLICT
            && run.failures() < 5;
    Instant from = run.failures() == 0 ? now : run.failingSince();
    if ((permanent && !conflict) || now.isAfter(from.plus(MOST_TROUBLE))) {
      String still =
          run.execution()
              .map(
                  name ->
                      " Execution "
                          + name
                          + " may still be running: look at it, or cancel it by hand.")
              .orElse("");
      return JobEndings.failed(run, nothing, failure.explanation() + still);
    }
    JobRun next = run.failing(run.failures() + 1, from);
    if (starting && failure instanceof Failure.Transient) {
      // A transient failure did nothing: the request may be sent again without a search.
      next = next.in(Phase.READY, now).failing(run.failures() + 1, from);
    }
    if (next.failures() == 3) {
      next = next.saying(now, Entry.WARNING, failure.explanation() + " Trying again.");
    }
    long millis = Math.min(30_000, 250L << Math.min(next.failures(), 10));
    if (failure instanceof Failure.Transient passing && passing.retryAfter().isPresent()) {
      millis = Math.max(millis, passing.retryAfter().get().toMillis());
    }
    return JobStep.wait(next, Duration.ofMillis(millis));
  }
}
