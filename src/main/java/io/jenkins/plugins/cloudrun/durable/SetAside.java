package io.jenkins.plugins.cloudrun.durable;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file that could not be read as a value, and was moved away whole: what it followed is not
 * driven any more.
 *
 * @param id of the value, as far as the file's name says it
 * @param file where it is now
 * @param at when it was set aside
 * @param newer whether a newer version of the plugin wrote it; a version that knows it takes it
 *     back when Jenkins starts
 * @param reason what is wrong with it, for people
 */
public record SetAside(String id, Path file, Instant at, boolean newer, String reason) {
  /** What happened and what to do. */
  public String message() {
    return "The state of "
        + id
        + " could not be read: "
        + reason
        + ". It was set aside as "
        + file
        + " and is not driven any more. Look at what it was to change"
        + (newer
            ? ", and install the version of the plugin that wrote it: that one goes on with it when"
                + " Jenkins starts."
            : ", then start it anew; restore the file from a backup only while nothing else has"
                + " changed the same service since.");
  }

  /** Begun anew under its old names, it would find its own traces and take them for another's. */
  void refuse() {
    throw new StoreException(message(), null);
  }
}
