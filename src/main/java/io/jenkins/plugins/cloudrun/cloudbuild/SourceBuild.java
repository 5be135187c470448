package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Course;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One build by Cloud Build as a value.
 *
 * @param course its id is chosen by who starts it; also the tag by which the build is found again
 * @param phase where it stands
 * @param since when it entered that phase
 * @param build Cloud Build's id of it, once it was submitted
 * @param digest of what it built, once known
 * @param log how far its log has been read
 * @param ending why it is being cancelled, empty while nobody wants that
 * @param failures of the outside in a row, and since when
 * @param historyStart how many lines were said before that, in files of the first versions
 */
public record SourceBuild(
    Course course,
    SourcePlan plan,
    Phase phase,
    Instant since,
    Optional<String> build,
    Optional<ImageDigest> digest,
    LogProgress log,
    Optional<String> ending,
    int failures,
    Instant failingSince,
    int historyStart)
    implements Durable<SourceBuild> {

  /** Where a build stands. */
  enum Phase {
    /** Nothing was sent yet. */
    READY("submitting the build"),
    /** The request may have been sent. */
    SUBMITTING("submitting the build"),
    /** The build has an id. */
    RUNNING("waiting for the build"),
    /** The build has ended; the end of its log is read. */
    DRAINING("reading the end of the build's log"),
    /** The image is there; its other tags are added. */
    TAGGING("tagging the image"),
    FINISHED("finished");

    private final String status;

    Phase(String status) {
      this.status = status;
    }
  }

  /** A build that is to begin. */
  public static SourceBuild start(String id, Origin origin, SourcePlan plan, Instant now) {
    return new SourceBuild(
        Course.begun(id, origin, now),
        plan,
        Phase.READY,
        now,
        Optional.empty(),
        Optional.empty(),
        LogProgress.NONE,
        Optional.empty(),
        0,
        Instant.EPOCH,
        0);
  }

  /** The tag of the build in Cloud Build. */
  String marker() {
    return "jenkins-" + id();
  }

  Instant deadline() {
    return startedAt().plus(plan.timeLimit());
  }

  boolean aborted() {
    return course.asksFor(Command.ABORT);
  }

  /** Builds may run side by side: nothing is held. */
  @Override
  public Set<String> claims() {
    return Set.of();
  }

  @Override
  public String status() {
    return settlement().isPresent()
        ? "finished"
        : phase.status + build.map(b -> " " + b).orElse("");
  }

  @Override
  public SourceBuild withCourse(Course next) {
    return copy().course(next).build();
  }

  SourceBuild in(Phase next, Instant now) {
    return copy().phase(next).since(now).failing(0, Instant.EPOCH).build();
  }

  SourceBuild withBuild(String name) {
    return copy().buildId(name).build();
  }

  SourceBuild withDigest(ImageDigest made) {
    return copy().digest(made).build();
  }

  SourceBuild withLog(LogProgress read) {
    return copy().log(read).build();
  }

  SourceBuild endingBecause(String why) {
    return copy().ending(why).build();
  }

  SourceBuild failing(int count, Instant from) {
    return copy().failing(count, from).build();
  }

  SourceBuild settled(Settlement end) {
    return copy().phase(Phase.FINISHED).course(course.settled(end)).build();
  }

  /** With lines that the build has printed. */
  SourceBuild printing(Instant at, List<String> lines) {
    return withCourse(
        course.saying(lines.stream().map(line -> new Entry(at, Entry.LOG, line)).toList()));
  }

  private SourceBuildCopy copy() {
    return new SourceBuildCopy(this);
  }

  /** Sooner while much happens, never later than every few seconds: somebody reads along. */
  Duration pace(Instant now) {
    long age = Math.max(0, Duration.between(since, now).toMillis());
    return Duration.ofMillis(Math.min(5_000, Math.max(1_000, age / 60)));
  }
}
