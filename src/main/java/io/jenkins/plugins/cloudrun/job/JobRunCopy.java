package io.jenkins.plugins.cloudrun.job;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A job execution with some components changed. */
final class JobRunCopy {
  private final JobRun from;
  private long version;
  private JobRun.Phase phase;
  private Instant since;
  private Optional<ImageReference> image;
  private Optional<String> operation;
  private Optional<String> execution;
  private Optional<String> ending;
  private int failures;
  private Instant failingSince;
  private List<Entry> history;
  private Optional<Command> command;
  private Optional<Settlement> settlement;

  JobRunCopy(JobRun from) {
    this.from = from;
    this.version = from.version();
    this.phase = from.phase();
    this.since = from.since();
    this.image = from.image();
    this.operation = from.operation();
    this.execution = from.execution();
    this.ending = from.ending();
    this.failures = from.failures();
    this.failingSince = from.failingSince();
    this.history = from.history();
    this.command = from.command();
    this.settlement = from.settlement();
  }

  JobRun build() {
    return new JobRun(
        from.id(),
        from.origin(),
        from.plan(),
        from.startedAt(),
        version,
        phase,
        since,
        image,
        operation,
        execution,
        ending,
        failures,
        failingSince,
        history,
        command,
        settlement);
  }

  JobRunCopy version(long value) {
    version = value;
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

  JobRunCopy history(List<Entry> value) {
    history = value;
    return this;
  }

  JobRunCopy command(Command value) {
    command = Optional.of(value);
    return this;
  }

  JobRunCopy settlement(Settlement value) {
    settlement = Optional.of(value);
    return this;
  }

  JobRunCopy failing(int count, Instant first) {
    failures = count;
    failingSince = first;
    return this;
  }
}
