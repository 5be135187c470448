package io.jenkins.plugins.cloudrun.release;

import java.time.Instant;
import java.util.List;

/**
 * The picture of a rollout: traffic over time for each region, verdicts as marks, what people and
 * the rollout did as numbered events. Positions from left to right are percents of the width, those
 * from top to bottom are pixels: so the text keeps its size on a narrow screen.
 *
 * @param events in their order
 * @param lanes one for each region that was begun
 * @param ticks of the axis of time
 * @param rows the same as a table
 * @param gap where time is drawn shorter than it was; empty when it is nowhere
 * @param healths of the verdicts that it shows, the worst first
 * @param floor pixels from the top to where the lanes end
 * @param height of all of it
 * @param description of the picture in a few sentences
 */
public record Timeline(
    List<Event> events,
    List<Lane> lanes,
    List<Tick> ticks,
    List<Row> rows,
    List<Gap> gap,
    List<String> healths,
    int floor,
    int height,
    String description) {
  /** Pixels. */
  static final int ROW = 22;

  static final int NAME = 22;
  static final int AREA = 88;
  static final int MARKS = 18;
  static final int LANE_GAP = 14;
  static final int AXIS = 24;

  public Timeline {
    events = List.copyOf(events);
    lanes = List.copyOf(lanes);
    ticks = List.copyOf(ticks);
    rows = List.copyOf(rows);
    gap = List.copyOf(gap);
    healths = List.copyOf(healths);
  }

  /**
   * What somebody did, or the rollout itself.
   *
   * @param kind {@code ready}, {@code asked}, {@code approved}, {@code rejected}, {@code abort},
   *     {@code rollback} or {@code end}
   * @param label one or two words
   * @param text a sentence
   * @param y of the middle of its number
   * @param before whether its label stands to the left of its number
   */
  public record Event(
      int number,
      Instant at,
      String kind,
      String label,
      String text,
      String x,
      int y,
      boolean before) {
    /** Whether a person did it. */
    public boolean human() {
      return List.of("approved", "rejected", "abort").contains(kind);
    }
  }

  /**
   * A region.
   *
   * @param y where it begins
   * @param marks the verdicts
   * @param parts the traffic's steps
   * @param middle pixels from the top to half of the traffic
   * @param bottom pixels from the top to none of the traffic
   */
  public record Lane(
      String region, int y, int top, int middle, int bottom, List<Part> parts, List<Mark> marks) {
    public Lane {
      parts = List.copyOf(parts);
      marks = List.copyOf(marks);
    }
  }

  /**
   * A time during which the traffic stayed as it was.
   *
   * @param y where the revision's part begins, from the top of the picture
   * @param height of the revision's part
   * @param rest height of the others' part, above it
   * @param from where the part before it ends, from the top of the picture
   * @param wide whether there is room for the share
   */
  public record Part(
      String x,
      String width,
      String end,
      int share,
      int top,
      int y,
      int height,
      int rest,
      int from,
      boolean wide,
      String text) {
    /** Where the share is written: in a high part, or above a low one. */
    public int label() {
      return height >= 22 ? y + 16 : y - 5;
    }
  }

  /**
   * Verdicts of one kind that stand close together.
   *
   * @param health as stored rollouts have it
   */
  public record Mark(String x, int y, String health, int count, String text) {}

  /**
   * A time on the axis.
   *
   * @param anchor of its text: {@code start}, {@code middle} or {@code end}
   * @param minor whether it is left out where there is little room
   */
  public record Tick(String x, String text, String anchor, boolean minor) {}

  /** Where time is drawn shorter. */
  public record Gap(String x, String text) {}

  /**
   * A row of the table.
   *
   * @param number of the event in the picture; empty for what has none
   */
  public record Row(String number, Instant at, String region, String text) {}
}
