package io.jenkins.plugins.cloudrun.image.source;

import io.jenkins.plugins.cloudrun.model.Cadence;
import io.jenkins.plugins.cloudrun.model.Headway;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Says now and then how far an upload is. For one thread. */
final class UploadProgress {
  private final long total;
  private final Consumer<String> lines;
  private final InstantSource clock;
  private final Instant began;
  private Instant last;

  /** An upload that begins now. */
  UploadProgress(long total, Consumer<String> lines, InstantSource clock) {
    this.total = total;
    this.lines = lines;
    this.clock = clock;
    this.began = clock.instant();
    this.last = began;
  }

  /**
   * @param position bytes that have arrived
   */
  void at(long position) {
    Instant now = clock.instant();
    if (!now.isBefore(Cadence.USUAL.next(began, last))) {
      last = now;
      Duration taken = Duration.between(began, now);
      lines.accept("Uploaded " + new Headway(position, total, true, position, taken).text() + ".");
    }
  }
}
