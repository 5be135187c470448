package io.jenkins.plugins.cloudrun.front;

import io.jenkins.plugins.cloudrun.durable.Entry;

/** How the history of a durable value reads in a build log: one line for each change. */
public final class LogLines {
  private LogLines() {}

  public static String of(Entry entry) {
    // A container may print anything; a line of ours stays one line.
    String text = entry.text().replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "");
    return switch (entry.kind()) {
      case Entry.LOG -> "  | " + text;
      case Entry.VERDICT -> "Verdict: " + text;
      case Entry.WARNING -> "WARNING: " + text;
      default -> text;
    };
  }
}
