package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.History;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A build with some components changed. */
final class SourceBuildCopy {
  private final SourceBuild from;
  private long version;
  private SourceBuild.Phase phase;
  private Instant since;
  private Optional<String> build;
  private Optional<ImageDigest> digest;
  private LogProgress log;
  private Optional<String> ending;
  private int failures;
  private Instant failingSince;
  private List<Entry> history;
  private int historyStart;
  private Optional<Command> command;
  private Optional<Settlement> settlement;

  SourceBuildCopy(SourceBuild from) {
    this.from = from;
    this.version = from.version();
    this.phase = from.phase();
    this.since = from.since();
    this.build = from.build();
    this.digest = from.digest();
    this.log = from.log();
    this.ending = from.ending();
    this.failures = from.failures();
    this.failingSince = from.failingSince();
    this.history = from.history();
    this.historyStart = from.historyStart();
    this.command = from.command();
    this.settlement = from.settlement();
  }

  SourceBuild build() {
    return new SourceBuild(
        from.id(),
        from.origin(),
        from.plan(),
        from.startedAt(),
        version,
        phase,
        since,
        build,
        digest,
        log,
        ending,
        failures,
        failingSince,
        history,
        historyStart,
        command,
        settlement);
  }

  SourceBuildCopy version(long value) {
    version = value;
    return this;
  }

  SourceBuildCopy phase(SourceBuild.Phase value) {
    phase = value;
    return this;
  }

  SourceBuildCopy since(Instant value) {
    since = value;
    return this;
  }

  SourceBuildCopy buildId(String value) {
    build = Optional.of(value);
    return this;
  }

  SourceBuildCopy digest(ImageDigest value) {
    digest = Optional.of(value);
    return this;
  }

  SourceBuildCopy log(LogProgress value) {
    log = value;
    return this;
  }

  SourceBuildCopy ending(String value) {
    ending = Optional.of(value);
    return this;
  }

  /** Appends; of a long history the middle is forgotten, never what is new. */
  SourceBuildCopy more(List<Entry> entries) {
    history = History.with(history, entries);
    return this;
  }

  SourceBuildCopy command(Command value) {
    command = Optional.of(value);
    return this;
  }

  SourceBuildCopy settlement(Settlement value) {
    settlement = Optional.of(value);
    return this;
  }

  SourceBuildCopy failing(int count, Instant first) {
    failures = count;
    failingSince = first;
    return this;
  }
}
