package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.durable.Course;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.time.Instant;
import java.util.Optional;

/** A job execution with some components changed. */
final class JobRunCopy {
  private final JobRun from;
  private Course course;
  private JobRun.Phase phase;
  private Instant since;
  private Optional<ImageReference> image;
  private Optional<String> operation;
  private Optional<String> execution;
  private Optional<String> ending;
  private int failures;
  private Instant failingSince;

  JobRunCopy(JobRun from) {
    this.from = from;
    this.course = from.course();
    this.phase = from.phase();
    this.since = from.since();
    this.image = from.image();
    this.operation = from.operation();
    this.execution = from.execution();
    this.ending = from.ending();
    this.failures = from.failures();
    this.failingSince = from.failingSince();
  }

  JobRun build() {
    return new JobRun(
        course,
        from.plan(),
        phase,
        since,
        image,
        operation,
        execution,
        ending,
        failures,
        failingSince);
  }

  JobRunCopy course(Course value) {
    course = value;
    return this;
  }

  JobRunCopy phase(JobRun.Phase value) {
    phase = value;
    return this;
  }

  JobRunCopy since(Instant value) {
    since = value;
    return this;
  }

  JobRunCopy image(ImageReference value) {
    image = Optional.of(value);
    return this;
  }

  JobRunCopy operation(Optional<String> value) {
    operation = value;
    return this;
  }

  JobRunCopy execution(String value) {
    execution = Optional.of(value);
    return this;
  }

  JobRunCopy ending(String value) {
    ending = Optional.of(value);
    return this;
  }

  JobRunCopy failing(int count, Instant first) {
    failures = count;
    failingSince = first;
    return this;
  }
}
