package io.jenkins.plugins.cloudrun.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What must hold, and whether it does. */
final class Limits {
  private static final int REQUESTS = 4;
  private static final int MEGABYTES = 150;

  private final List<Line> lines = new ArrayList<>();

  /**
   * A line of the outcome.
   *
   * @param measured the case
   * @param peer whom we are compared with, or what is counted
   */
  record Line(String measured, String peer, double value, double limit) {
    boolean holds() {
      return value <= limit;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "RATIO %s %s %s %s", measured, peer, number(value), number(limit));
    }

    private static String number(double value) {
      return value == Math.rint(value)
          ? String.valueOf((long) value)
          : String.format(Locale.ROOT, "%.4f", value);
    }
  }

  /** Compares the medians of our step in a warm JVM with those of two others. */
  Limits times(Figures figures) {
    ratio(figures, Case.UNCHANGED, JibMaven.NAME, 0.01);
    ratio(figures, Case.UNCHANGED, JibCore.NAME, 0.3);
    ratio(figures, Case.CHANGED, JibMaven.NAME, 0.02);
    ratio(figures, Case.CHANGED, JibCore.NAME, 0.6);
    ratio(figures, Case.COLD, JibMaven.NAME, 0.2);
    ratio(figures, Case.COLD, JibCore.NAME, 0.65);
    return this;
  }

  /** What our step says to registries when nothing has changed. */
  Limits unchanged(Traffic traffic) {
    lines.add(new Line(Case.UNCHANGED.word(), "blobs-sent", traffic.blobs(), 0));
    lines.add(new Line(Case.UNCHANGED.word(), "requests", traffic.requests(), REQUESTS));
    return this;
  }

  /** What the agent's JVM had in physical memory at most, in MB of a million bytes. */
  Limits memory(Memory agent) {
    lines.add(new Line("all", "agent-memory-MB", agent.resident() / 1e6, MEGABYTES));
    return this;
  }

  private void ratio(Figures figures, Case measured, String peer, double limit) {
    double value = figures.median(OurAgent.NAME, measured) / figures.median(peer, measured);
    lines.add(new Line(measured.word(), peer, value, limit));
  }

  List<Line> lines() {
    return lines;
  }

  boolean hold() {
    return lines.stream().allMatch(Line::holds);
  }
}
