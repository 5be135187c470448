package io.jenkins.plugins.cloudrun.scan;

import java.time.Instant;

/** What a look at an image's scan came to. */
public sealed interface ScanState {
  /**
   * Not known yet.
   *
   * @param next when to look again; never after the deadline, unless the deadline is over
   * @param why for people; changes only when there is something new to say
   */
  record Waiting(Instant next, String why) implements ScanState {}

  /**
   * Nothing is bad enough.
   *
   * @param message for people, one line
   */
  record Passed(String message, ScanTable table) implements ScanState {}

  /**
   * Something is too bad, or it cannot be known.
   *
   * @param message for people: what is wrong and what to do
   * @param table empty if nothing is known
   */
  record Failed(String message, ScanTable table) implements ScanState {}
}
