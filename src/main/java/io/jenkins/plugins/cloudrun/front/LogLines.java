package io.jenkins.plugins.cloudrun.front;

import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Entry;

/** How the history of a durable value reads in a build log: one line for each change. */
public final class LogLines {
  private LogLines() {}

  public static void print(TaskListener listener, Entry entry) {
    listener.getLogger().println(line(entry));
  }

  static String line(Entry entry) {
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
