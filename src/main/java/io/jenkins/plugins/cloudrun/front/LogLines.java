package io.jenkins.plugins.cloudrun.front;

import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How the history of a durable value reads in a build log: one line for each change, each with the
 * time since the beginning. What begins a part of the story stands out, what belongs to it is
 * indented.
 */
public final class LogLines {
  private LogLines() {}

  /**
   * @param since when the story began
   */
  public static String of(Entry entry, Instant since) {
    // A container may print anything; a line of ours stays one line.
    String text = entry.text().replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "");
    String time = "[" + Durations.elapsed(Duration.between(since, entry.at())) + "] ";
    return switch (entry.kind()) {
      case Entry.LOG -> "    | " + text;
      case Entry.SECTION, Entry.QUESTION -> time + text;
      case Entry.VERDICT -> time + "  Verdict: " + text;
      case Entry.WARNING -> time + "  WARNING: " + text;
      default -> time + "  " + text;
    };
  }

  /**
   * Writes the line. The first name of {@code links} that it has becomes a link; where a log shows
   * none, the name is read.
   *
   * @param links addresses by what is to be clicked
   */
  public static void write(TaskListener log, Entry entry, Instant since, Map<String, String> links)
      throws IOException {
    String line = of(entry, since);
    for (Map.Entry<String, String> link : links.entrySet()) {
      int at = line.indexOf(link.getKey());
      if (at >= 0) {
        log.getLogger().print(line.substring(0, at));
        log.hyperlink(link.getValue(), link.getKey());
        log.getLogger().println(line.substring(at + link.getKey().length()));
        return;
      }
    }
    log.getLogger().println(line);
  }
}
