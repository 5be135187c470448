package io.jenkins.plugins.cloudrun.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures as tables that a page can take as they are. */
final class Report {
  private final List<String> lines = new ArrayList<>();

  /** Medians, their range, and how often ours goes into them. */
  Report times(Figures figures, int rounds) {
    lines.add("");
    lines.add("Milliseconds, medians of " + rounds + " (least to most); × ours in a warm JVM:");
    lines.add("");
    lines.add("| tool | cold | × | unchanged | × | one class changed | × |");
    lines.add("|---|---:|---:|---:|---:|---:|---:|");
    for (String tool : figures.tools()) {
      StringBuilder row = new StringBuilder("| " + tool + " |");
      for (Case measured : Case.values()) {
        double median = figures.median(tool, measured);
        row.append(
            String.format(
                Locale.ROOT,
                " %s (%s to %s) | %.1f |",
                millis(median),
                millis(figures.least(tool, measured)),
                millis(figures.most(tool, measured)),
                median / figures.median(OurAgent.NAME, measured)));
      }
      lines.add(row.toString());
    }
    return this;
  }

  Report traffic(Map<String, Round.Counts> counts) {
    lines.add("");
    lines.add("Requests to both registries / blobs sent / kB sent / kB fetched:");
    lines.add("");
    lines.add("| tool | cold | unchanged | one class changed | image, kB |");
    lines.add("|---|---:|---:|---:|---:|");
    counts.forEach(
        (tool, counted) -> {
          StringBuilder row = new StringBuilder("| " + tool + " |");
          for (Case measured : Case.values()) {
            Traffic traffic = counted.traffic().get(measured);
            row.append(
                String.format(
                    Locale.ROOT,
                    " %d / %d / %d / %d |",
                    traffic.requests(),
                    traffic.blobs(),
                    traffic.sent() / 1000,
                    traffic.received() / 1000));
          }
          lines.add(row.append(" ").append(counted.imageSize() / 1000).append(" |").toString());
        });
    return this;
  }

  Report limit(Map<String, Double> medians) {
    lines.add("");
    lines.add("The same bytes with nothing around them, milliseconds:");
    lines.add("");
    lines.add("| what | median |");
    lines.add("|---|---:|");
    medians.forEach((what, median) -> lines.add("| " + what + " | " + millis(median) + " |"));
    return this;
  }

  Report memory(Memory idle, Memory peak) {
    lines.add("");
    lines.add(
        "The agent's JVM ("
            + String.join(" ", OurAgent.FLAGS)
            + ", "
            + OurAgent.ENVIRONMENT
            + "), MB of a million bytes:");
    lines.add("");
    lines.add("| | before the first build | at its peak |");
    lines.add("|---|---:|---:|");
    lines.add(row("resident (VmHWM)", idle.resident(), peak.resident()));
    lines.add(row("heap", idle.heap(), peak.heap()));
    lines.add(row("metaspace", idle.metaspace(), peak.metaspace()));
    lines.add("| threads | " + idle.threads() + " | " + peak.threads() + " |");
    return this;
  }

  Report limits(Limits limits) {
    lines.add("");
    limits.lines().forEach(line -> lines.add(line.toString()));
    limits.lines().stream()
        .filter(line -> !line.holds())
        .forEach(line -> lines.add("MISSED: " + line));
    return this;
  }

  /** All of it. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  private static String row(String what, long idle, long peak) {
    return String.format(Locale.ROOT, "| %s | %.1f | %.1f |", what, idle / 1e6, peak / 1e6);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
  }
}
