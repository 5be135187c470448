package io.jenkins.plugins.cloudrun.emulator.build;

import io.jenkins.plugins.cloudrun.emulator.storage.Buckets;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** The log of a build: an object that grows, Cloud Logging, or both. */
final class BuildLog {
  private final Buckets buckets;
  private final Optional<Place> place;
  private final Optional<Consumer<String>> logging;
  private String prefix = "";

  /**
   * @param bucket where the object is
   * @param object such as {@code log-ID.txt}
   */
  record Place(String bucket, String object) {}

  BuildLog(Buckets buckets, Optional<Place> place, Optional<Consumer<String>> logging) {
    this.buckets = buckets;
    this.place = place;
    this.logging = logging;
  }

  /** Lines of a step begin so from now on. */
  synchronized void prefix(String step) {
    prefix = step;
  }

  /** A line of the step, or of several. */
  synchronized void line(String text) {
    text.lines().forEach(line -> write(prefix + line));
    if (text.isEmpty()) {
      write(prefix);
    }
  }

  /** A line of the build itself. */
  synchronized void own(String text) {
    write(text);
  }

  private void write(String line) {
    logging.ifPresent(sink -> sink.accept(line));
    if (place.isPresent()) {
      try {
        buckets.append(place.get().bucket(), place.get().object(), line + "\n");
      } catch (IOException | RuntimeException e) {
        // A bucket that was deleted meanwhile ends the log, not the build.
        return;
      }
    }
  }
}
