package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.durable.Course;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.time.Instant;
import java.util.Optional;

/** A build with some components changed. */
final class SourceBuildCopy {
  private final SourceBuild from;
  private Course course;
  private SourceBuild.Phase phase;
  private Instant since;
  private Optional<String> build;
  private Optional<ImageDigest> digest;
  private LogProgress log;
  private Optional<String> ending;
  private int failures;
  private Instant failingSince;

  SourceBuildCopy(SourceBuild from) {
    this.from = from;
    this.course = from.course();
    this.phase = from.phase();
    this.since = from.since();
    this.build = from.build();
    this.digest = from.digest();
    this.log = from.log();
    this.ending = from.ending();
    this.failures = from.failures();
    this.failingSince = from.failingSince();
  }

  SourceBuild build() {
    return new SourceBuild(
        course,
        from.plan(),
        phase,
        since,
        build,
        digest,
        log,
        ending,
        failures,
        failingSince,
        from.historyStart());
  }

  SourceBuildCopy course(Course value) {
    course = value;
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

  SourceBuildCopy failing(int count, Instant first) {
    failures = count;
    failingSince = first;
    return this;
  }
}
