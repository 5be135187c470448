package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Course;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One execution of a job as a value.
 *
 * @param course its id is chosen by who starts it; also the marker by which the execution is found
 *     again
 * @param phase where it stands
 * @param since when it entered that phase
 * @param image by digest, once resolved
 * @param execution the execution's name, once it was started
 * @param ending why it is being cancelled, empty while nobody wants that
 * @param failures of the outside in a row, and since when
 */
public record JobRun(
    Course course,
    JobPlan plan,
    Phase phase,
    Instant since,
    Optional<ImageReference> image,
    Optional<String> operation,
    Optional<String> execution,
    Optional<String> ending,
    int failures,
    Instant failingSince)
    implements Durable<JobRun> {

  /** Where a job execution stands. */
  enum Phase {
    /** The image is resolved. */
    PREPARING("preparing"),
    /** The job is created or updated; from here on that write may have been sent. */
    UPDATING("updating the job"),
    /** Nothing of the execution was sent yet. */
    READY("starting the execution"),
    /** The request to start may have been sent. */
    STARTING("starting the execution"),
    /** The execution has a name. */
    RUNNING("waiting for the execution"),
    FINISHED("finished");

    private final String status;

    Phase(String status) {
      this.status = status;
    }
  }

  /** An execution that is to begin. */
  public static JobRun start(String id, Origin origin, JobPlan plan, Instant now) {
    return new JobRun(
        Course.begun(id, origin, now),
        plan,
        Phase.PREPARING,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Instant.EPOCH);
  }

  Instant deadline() {
    return startedAt().plus(plan.timeLimit());
  }

  boolean aborted() {
    return course.asksFor(Command.ABORT);
  }

  /** Executions of a job may run side by side: nothing is held. */
  @Override
  public Set<String> claims() {
    return Set.of();
  }

  @Override
  public String status() {
    return settlement().isPresent()
        ? "finished"
        : phase.status + execution.map(e -> " " + e).orElse("");
  }

  @Override
  public JobRun withCourse(Course next) {
    return copy().course(next).build();
  }

  JobRun in(Phase next, Instant now) {
    return copy().phase(next).since(now).failing(0, Instant.EPOCH).build();
  }

  JobRun withImage(ImageReference resolved) {
    return copy().image(resolved).build();
  }

  JobRun withOperation(Optional<String> name) {
    return copy().operation(name).build();
  }

  JobRun withExecution(String name) {
    return copy().execution(name).build();
  }

  JobRun endingBecause(String why) {
    return copy().ending(why).build();
  }

  JobRun failing(int count, Instant from) {
    return copy().failing(count, from).build();
  }

  JobRun settled(Settlement end) {
    return copy().phase(Phase.FINISHED).course(course.settled(end)).build();
  }

  private JobRunCopy copy() {
    return new JobRunCopy(this);
  }

  Duration pace(Instant now) {
    long age = Math.max(0, Duration.between(since, now).toMillis());
    return Duration.ofMillis(Math.min(10_000, Math.max(300, age / 8)));
  }
}
