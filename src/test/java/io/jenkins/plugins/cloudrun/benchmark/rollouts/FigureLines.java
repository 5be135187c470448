package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What was measured, a line each: {@code FIGURE name value limit}. */
final class FigureLines {
  private record Line(double value, double least, double most) {
    boolean holds() {
      return value >= least && value <= most;
    }
  }

  private final Map<String, Line> lines = new LinkedHashMap<>();

  /** One that has no limit. */
  void add(String name, double value) {
    lines.put(name, new Line(value, 0, Double.MAX_VALUE));
  }

  void add(String name, double value, double most) {
    lines.put(name, new Line(value, 0, most));
  }

  void add(String name, double value, double least, double most) {
    lines.put(name, new Line(value, least, most));
  }

  /** How many times one figure goes into another. */
  void ratio(String ours, String peers) {
    add(
        "ratio-" + ours,
        java.util.Objects.requireNonNull(lines.get(peers)).value()
            / java.util.Objects.requireNonNull(lines.get(ours)).value());
  }

  boolean hold() {
    return lines.values().stream().allMatch(Line::holds);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(
        (name, line) -> {
          String limit = line.most() == Double.MAX_VALUE ? "none" : number(line.most());
          text.append("FIGURE " + name + " " + number(line.value()) + " " + limit + "\n");
        });
    lines.forEach(
        (name, line) -> {
          if (!line.holds()) {
            text.append("MISSED: " + name + "\n");
          }
        });
    return text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
