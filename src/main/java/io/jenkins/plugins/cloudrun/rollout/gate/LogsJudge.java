package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.model.Durations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Judges log entries: pure. */
public final class LogsJudge {
  private static final int SHOWN = 3;
  private static final int LONGEST = 200;

  private LogsJudge() {}

  /**
   * Too many entries are unhealthy; a revision of which nothing at all is logged yet is
   * inconclusive: its silence proves nothing.
   *
   * @param found entries that count, newest first, at most one more than is healthy
   * @param any whether the revision has any entry
   */
  public static Verdict judge(LogsGate gate, List<String> found, boolean any) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("entries", found.size());
    String counted =
        " entries of " + gate.severity() + " or worse in the last " + Durations.text(gate.window());
    if (found.size() > gate.atMost()) {
      return Verdict.unhealthy(
          "more than " + gate.atMost() + counted + ", the newest: " + quoted(found), values);
    }
    if (!any) {
      return Verdict.inconclusive(
          "Cloud Logging shows no entry of the revision at all yet", values);
    }
    return Verdict.healthy(found.size() + counted, values);
  }

  private static String quoted(List<String> found) {
    return found.stream()
        .limit(SHOWN)
        .map(text -> text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip())
        .map(text -> text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...")
        .collect(Collectors.joining(" | "));
  }
}
