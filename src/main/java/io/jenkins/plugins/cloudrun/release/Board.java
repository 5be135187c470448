package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What serves where: targets in their order, then what lies in none, by project and region. */
public final class Board {
  /** More rows are left out; a folder's or a job's page has fewer. */
  static final int MOST = 500;

  private final List<Group> groups;
  private final int left;

  private Board(List<Group> groups, int left) {
    this.groups = groups;
    this.left = left;
  }

  /** The services of a target, or of a project's region that is in no target. */
  public static final class Group {
    private final String name;
    private final String place;
    private final boolean target;
    private final List<BoardRow> rows = new ArrayList<>();

    Group(String name, String place, boolean target) {
      this.name = name;
      this.place = place;
      this.target = target;
    }

    /** The target's name, or the project and region. */
    public String getName() {
      return name;
    }

    /** Where a target is; empty for what is no target. */
    public String getPlace() {
      return place;
    }

    /** Whether it is a target. */
    public boolean isTarget() {
      return target;
    }

    public List<BoardRow> getRows() {
      return rows;
    }
  }

  /** Whether the one who looks may view anything that the page covers. */
  static boolean any(ReleasePage page, Visible visible) {
    return Stream.concat(
            Platform.get().services().all().values().stream()
                .flatMap(record -> record.serving().stream())
                .map(serving -> serving.by().item()),
            ReleasePage.engine().going().stream().map(rollout -> rollout.origin().item()))
        .distinct()
        .anyMatch(item -> page.covers(item) && visible.job(item).isPresent());
  }

  static Board of(ReleasePage page, Visible visible, Clock clock) {
    Map<ServiceKey, BoardRow> rows = new LinkedHashMap<>();
    Map<ServiceKey, Rollout> going = going(page, visible);
    Platform.get()
        .services()
        .all()
        .forEach(
            (key, record) ->
                record
                    .serving()
                    .flatMap(serving -> job(page, visible, serving.by().item()))
                    .ifPresent(
                        job -> rows.put(key, row(page, visible, job, key, record, going, clock))));
    going.forEach(
        (key, rollout) ->
            job(page, visible, rollout.origin().item())
                .ifPresent(
                    job ->
                        rows.computeIfAbsent(
                            key,
                            k -> row(page, visible, job, k, ServiceRecord.EMPTY, going, clock))));
    List<BoardRow> sorted =
        rows.values().stream()
            .sorted(
                Comparator.comparing(BoardRow::getService)
                    .thenComparing(BoardRow::getProject)
                    .thenComparing(BoardRow::getRegion))
            .toList();
    List<BoardRow> shown = sorted.subList(0, Math.min(MOST, sorted.size()));
    return new Board(groups(page, shown), sorted.size() - shown.size());
  }

  private static BoardRow row(
      ReleasePage page,
      Visible visible,
      Job<?, ?> job,
      ServiceKey key,
      ServiceRecord record,
      Map<ServiceKey, Rollout> going,
      Clock clock) {
    Optional<TargetName> target =
        record.serving().flatMap(now -> now.by().target()).or(() -> visible.target(job, key));
    return new BoardRow(
        new ServicePage(page, job, key, target, record, clock),
        Optional.ofNullable(going.get(key))
            .flatMap(
                rollout -> visible.job(rollout.origin().item()).map(of -> page.page(of, rollout))));
  }

  private static Optional<Job<?, ?>> job(ReleasePage page, Visible visible, String item) {
    return page.covers(item) ? visible.job(item) : Optional.empty();
  }

  /** What goes on where: of several that are after one service, the one that came first. */
  private static Map<ServiceKey, Rollout> going(ReleasePage page, Visible visible) {
    Map<ServiceKey, Rollout> going = new LinkedHashMap<>();
    for (Rollout rollout : ReleasePage.engine().going()) {
      if (job(page, visible, rollout.origin().item()).isPresent()) {
        // The youngest come first, and are replaced.
        rollout.plan().regions().forEach(region -> going.put(rollout.plan().key(region), rollout));
      }
    }
    return going;
  }

  private static List<Group> groups(ReleasePage page, List<BoardRow> rows) {
    Map<String, Group> groups = new LinkedHashMap<>();
    if (page.mayView()) {
      for (Target target : Platform.get().targets(page.place())) {
        String name = target.name().value();
        groups.put("target " + name, new Group(name, Visible.place(target), true));
      }
    }
    rows.stream()
        .filter(row -> !row.getTarget().isEmpty())
        .forEach(
            row -> group(groups, "target " + row.getTarget(), row.getTarget(), true).rows.add(row));
    rows.stream()
        .filter(row -> row.getTarget().isEmpty())
        .sorted(Comparator.comparing(BoardRow::getProject).thenComparing(BoardRow::getRegion))
        .forEach(
            row -> {
              String place = row.getProject() + ", " + row.getRegion();
              group(groups, "place " + place, place, false).rows.add(row);
            });
    if (page instanceof JobRollouts) {
      // A job does not go to all targets that it might use.
      groups.values().removeIf(group -> group.rows.isEmpty());
    }
    return List.copyOf(groups.values());
  }

  private static Group group(Map<String, Group> groups, String key, String name, boolean target) {
    return groups.computeIfAbsent(key, k -> new Group(name, "", target));
  }

  public List<Group> getGroups() {
    return groups;
  }

  /** All of all groups, in their order. */
  List<BoardRow> rows() {
    return groups.stream().flatMap(group -> group.rows.stream()).toList();
  }

  /** How many rows there was no room for. */
  public int getLeft() {
    return left;
  }

  /** Whether something goes on, so that it is worth while to look again. */
  public boolean isMoving() {
    return rows().stream().anyMatch(row -> row.getGoing() != null);
  }

  /** What goes on, in a line: read out when it changes. */
  public String getState() {
    return rows().stream()
        .flatMap(
            row ->
                Stream.ofNullable(row.getGoing())
                    .map(
                        going ->
                            row.getService() + " in " + row.getRegion() + ": " + going.getStatus()))
        .collect(Collectors.joining("; "));
  }

  /** The names of the targets, and the regions, that a filter can ask for. */
  List<String> places() {
    return Stream.concat(
            groups.stream().filter(Group::isTarget).map(Group::getName),
            rows().stream().map(BoardRow::getRegion).sorted())
        .distinct()
        .toList();
  }
}
