package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.model.Cadence;
import io.jenkins.plugins.cloudrun.model.Headway;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How far the blobs of a push are, and who is told of it now and then. What goes to the listener is
 * a line at a time, as the way there may be long; what is noted stays here. For several threads.
 */
final class PushProgress {
  private final Consumer<String> lines;
  private final Cadence cadence;
  private final InstantSource clock;

  // Guarded by the monitor.
  private final Map<ImageDigest, Long> sending = new HashMap<>();
  private long undecided;
  private long total;
  private Optional<Instant> began = Optional.empty();
  private Instant last = Instant.EPOCH;

  PushProgress(Consumer<String> lines, Cadence cadence, InstantSource clock) {
    this.lines = lines;
    this.cadence = cadence;
    this.clock = clock;
  }

  void line(String text) {
    lines.accept(text);
  }

  /** Of these it is not known yet whether they have to be sent. */
  synchronized void looksFor(Collection<Blob> blobs) {
    blobs.forEach(blob -> undecided += blob.size());
  }

  /** It need not be sent. */
  synchronized void spared(Blob blob) {
    undecided -= blob.size();
  }

  /** It has to be sent, from now on. */
  synchronized void sends(Blob blob) {
    undecided -= blob.size();
    total += blob.size();
    sending.put(blob.digest(), 0L);
    if (began.isEmpty()) {
      Instant now = clock.instant();
      began = Optional.of(now);
      last = now;
    }
  }

  /**
   * @param position how many bytes of it have gone; fewer than before when it is sent again
   */
  synchronized void at(Blob blob, long position) {
    sending.put(blob.digest(), position);
  }

  /** How long until there may be something to say; at least a millisecond. */
  synchronized Duration due() {
    Duration wait =
        began.isEmpty()
            ? cadence.first()
            : Duration.between(clock.instant(), cadence.next(began.get(), last));
    return wait.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : wait;
  }

  /** Says how far it is, if that is due. */
  void look() {
    said().ifPresent(lines);
  }

  private synchronized Optional<String> said() {
    Instant now = clock.instant();
    if (began.isEmpty() || now.isBefore(cadence.next(began.get(), last))) {
      return Optional.empty();
    }
    last = now;
    long done = sending.values().stream().mapToLong(Long::longValue).sum();
    Headway headway =
        new Headway(
            done, total + undecided, undecided == 0, done, Duration.between(began.get(), now));
    return Optional.of("Sent " + headway.text() + ".");
  }
}
