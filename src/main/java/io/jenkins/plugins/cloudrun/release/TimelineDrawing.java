package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.release.Timeline.Event;
import io.jenkins.plugins.cloudrun.release.Timeline.Lane;
import io.jenkins.plugins.cloudrun.release.Timeline.Part;
import io.jenkins.plugins.cloudrun.release.Timeline.Row;
import io.jenkins.plugins.cloudrun.release.Timeline.Tick;
import io.jenkins.plugins.cloudrun.release.TimelineFacts.Fact;
import io.jenkins.plugins.cloudrun.release.TimelineFacts.Served;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws what a rollout has stored: pure, and the same again for the same rollout. */
final class TimelineDrawing {
  /** A share is written into a part of the picture that is at least so wide. */
  private static final double ROOM = 9;

  /** What a character and a number take of the width, of a picture of 700 pixels. */
  private static final double CHARACTER = 1.05;

  private static final double NUMBER = 7;

  private final TimelineFacts facts;
  private final TimeScale scale;
  private final ZoneId zone;

  private TimelineDrawing(TimelineFacts facts, ZoneId zone) {
    this.facts = facts;
    this.zone = zone;
    List<Instant> moments = new ArrayList<>(List.of(facts.start(), facts.end(), facts.edge()));
    facts.facts().forEach(fact -> moments.add(fact.at()));
    for (String region : facts.regions()) {
      facts.served(region).forEach(served -> moments.add(served.from()));
      facts.verdicts(region).forEach(verdict -> moments.add(verdict.at()));
    }
    this.scale = TimeScale.of(moments);
  }

  /**
   * The picture; empty for a rollout that has not looked at its service yet, or was stored by an
   * older version.
   *
   * @param zone of the times
   */
  static Optional<Timeline> of(Rollout rollout, Instant now, ZoneId zone) {
    TimelineFacts facts = new TimelineFacts(rollout, now);
    return facts.isEmpty()
        ? Optional.empty()
        : Optional.of(new TimelineDrawing(facts, zone).draw());
  }

  private Timeline draw() {
    List<Event> events = events();
    int top = events.stream().mapToInt(Event::y).max().orElse(0);
    int y = top == 0 ? 4 : top + Timeline.ROW / 2 + 4;
    List<Lane> lanes = new ArrayList<>();
    for (String region : facts.regions()) {
      Lane lane = lane(region, y);
      lanes.add(lane);
      y = bottom(lane) + Timeline.LANE_GAP;
    }
    int floor = y - Timeline.LANE_GAP + 2;
    List<String> healths =
        TimelineMarks.HEALTH.stream()
            .filter(
                health ->
                    lanes.stream()
                        .flatMap(lane -> lane.marks().stream())
                        .anyMatch(mark -> mark.health().equals(health)))
            .toList();
    return new Timeline(
        events,
        lanes,
        ticks(),
        rows(events),
        gap(),
        healths,
        floor,
        floor + Timeline.AXIS,
        description());
  }

  private static int bottom(Lane lane) {
    return lane.marks().stream()
        .mapToInt(mark -> mark.y() + Timeline.MARKS / 2)
        .max()
        .orElse(lane.bottom());
  }

  /** Each in the first row in which it covers no other. */
  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    for (Fact fact : facts.facts()) {
      double at = scale.at(fact.at());
      double text = fact.label().length() * CHARACTER;
      boolean before = at > 70;
      double from = at - NUMBER / 2 - (before ? text : 0);
      double to = at + NUMBER / 2 + (before ? 0 : text);
      int row = 0;
      while (row < ends.size() && ends.get(row) > from) {
        row++;
      }
      if (row == ends.size()) {
        ends.add(to);
      } else {
        ends.set(row, to);
      }
      events.add(
          new Event(
              events.size() + 1,
              fact.at(),
              fact.kind(),
              fact.label(),
              fact.text(),
              TimeScale.percent(at),
              row * Timeline.ROW + Timeline.ROW / 2 + 1,
              before));
    }
    return events;
  }

  private Lane lane(String region, int y) {
    int top = y + Timeline.NAME;
    int bottom = top + Timeline.AREA;
    List<Part> parts = new ArrayList<>();
    int before = bottom;
    for (Served served : facts.served(region)) {
      Part part = part(served, top, parts.isEmpty() ? Optional.empty() : Optional.of(before));
      parts.add(part);
      before = part.y();
    }
    return new Lane(
        region,
        y,
        top,
        top + Timeline.AREA / 2,
        bottom,
        parts,
        new TimelineMarks(facts, scale, this::clock).of(region, bottom));
  }

  private Part part(Served served, int top, Optional<Integer> before) {
    double from = scale.at(served.from());
    double width = scale.at(served.to()) - from;
    int share = facts.share(served);
    int height = Timeline.AREA * share / 100;
    int y = top + Timeline.AREA - height;
    return new Part(
        TimeScale.percent(from),
        TimeScale.percent(width),
        TimeScale.percent(from + width),
        share,
        top,
        y,
        height,
        Timeline.AREA - height,
        before.orElse(y),
        width >= ROOM,
        clock(served.from()) + " – " + clock(served.to()) + ": " + facts.words(served));
  }

  private List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= 4; i++) {
      ticks.add(
          new Tick(
              TimeScale.percent(i * 25),
              clock(scale.moment(i * 25)),
              i == 0 ? "start" : i == 4 ? "end" : "middle",
              i % 2 == 1));
    }
    // In a rollout of a few seconds several have the same.
    Set<String> told = new HashSet<>();
    return ticks.stream().filter(tick -> told.add(tick.text())).toList();
  }

  private List<Timeline.Gap> gap() {
    return scale.gap().stream()
        .map(
            gap ->
                new Timeline.Gap(
                    TimeScale.percent((scale.at(gap.from()) + scale.at(gap.to())) / 2),
                    Durations.text(rounded(gap.length()))))
        .toList();
  }

  private static Duration rounded(Duration length) {
    return Duration.ofMinutes(length.toMinutes());
  }

  private List<Row> rows(List<Event> events) {
    List<Row> rows = new ArrayList<>();
    for (String region : facts.regions()) {
      for (Served served : facts.served(region)) {
        rows.add(new Row("", served.from(), region, "Traffic: " + facts.words(served)));
      }
    }
    List<Fact> all = facts.facts();
    for (Event event : events) {
      rows.add(
          new Row(
              String.valueOf(event.number()),
              event.at(),
              all.get(event.number() - 1).region(),
              event.text()));
    }
    rows.sort(Comparator.comparing(Row::at));
    return rows;
  }

  private String description() {
    List<String> sentences = new ArrayList<>();
    for (String region : facts.regions()) {
      sentences.add(
          region
              + ": the revision has "
              + facts.served(region).stream()
                  .map(served -> facts.share(served) + " % from " + clock(served.from()))
                  .collect(Collectors.joining(", ")));
      Map<String, Integer> counts = new LinkedHashMap<>();
      facts.verdicts(region).forEach(verdict -> counts.merge(verdict.health(), 1, Integer::sum));
      if (!counts.isEmpty()) {
        sentences.add(
            "verdicts: "
                + counts.entrySet().stream()
                    .map(count -> count.getValue() + " " + count.getKey())
                    .collect(Collectors.joining(", ")));
      }
    }
    sentences.add("The table below says the same");
    return String.join(". ", sentences) + ".";
  }

  private String clock(Instant at) {
    Duration all = Duration.between(facts.start(), facts.end());
    String pattern =
        all.toHours() >= 20 ? "MMM d HH:mm" : all.toHours() >= 2 ? "HH:mm" : "HH:mm:ss";
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(at.atZone(zone));
  }
}
