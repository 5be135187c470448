package io.jenkins.plugins.cloudrun.emulator.logs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The last lines of each revision and execution. */
public final class LogStore {
  private static final int KEPT = 5_000;

  private final Map<String, Deque<Line>> streams = new HashMap<>();
  private long count;
  private Instant last = Instant.EPOCH;

  /**
   * A line.
   *
   * @param id grows with each line
   * @param type of the resource, such as {@code cloud_run_revision}
   * @param resource labels of the resource, such as {@code service_name}
   * @param labels of the entry, such as {@code run.googleapis.com/execution_name}
   */
  record Line(
      long id,
      Instant at,
      String type,
      Map<String, String> resource,
      Map<String, String> labels,
      String severity,
      String text) {}

  /** Where a container writes to. */
  public Consumer<String> sink(
      String type, Map<String, String> resource, Map<String, String> labels) {
    return text -> add(type, resource, labels, text);
  }

  private synchronized void add(
      String type, Map<String, String> resource, Map<String, String> labels, String text) {
    Deque<Line> stream =
        streams.computeIfAbsent(type + resource + labels, key -> new ArrayDeque<>());
    if (stream.size() == KEPT) {
      stream.removeFirst();
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    stream.addLast(new Line(++count, last, type, resource, labels, "DEFAULT", text));
  }

  /** All lines, oldest first. */
  synchronized List<Line> lines() {
    return streams.values().stream()
        .flatMap(Deque::stream)
        .sorted((a, b) -> Long.compare(a.id(), b.id()))
        .toList();
  }
}
