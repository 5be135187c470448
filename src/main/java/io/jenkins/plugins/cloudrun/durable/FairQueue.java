package io.jenkins.plugins.cloudrun.durable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns that are due, served group by group in a circle: a group with a thousand of them waits for
 * its next one as long as a group with one. An urgent turn may go before its group's place in the
 * circle comes; the group then lets places pass until that is made good. Not for several threads.
 */
final class FairQueue {
  /** How many turns a group may be ahead of the circle. */
  private static final int MOST_AHEAD = 50;

  private final int mostRunning;
  private final LinkedHashMap<String, Group> circle = new LinkedHashMap<>();
  private final Map<String, Integer> running = new HashMap<>();
  private int size;
  private int urgent;

  /**
   * @param mostRunning turns of one group at the same time, so that calls of one that hang leave
   *     room for the others
   */
  FairQueue(int mostRunning) {
    this.mostRunning = mostRunning;
  }

  private static final class Group {
    final Deque<Turn> urgent = new ArrayDeque<>();
    final Deque<Turn> timed = new ArrayDeque<>();
    int ahead;

    boolean isEmpty() {
      return urgent.isEmpty() && timed.isEmpty();
    }

    Optional<Turn> poll() {
      return Optional.ofNullable(urgent.isEmpty() ? timed.poll() : urgent.poll());
    }
  }

  void add(Turn turn) {
    Group group = circle.computeIfAbsent(turn.group(), name -> new Group());
    (turn.urgent() ? group.urgent : group.timed).add(turn);
    count(turn, 1);
  }

  /** Takes a turn out; only those that are replaced or forgotten, so its cost does not matter. */
  void remove(Turn turn) {
    Group group = circle.get(turn.group());
    if (group != null && (turn.urgent() ? group.urgent : group.timed).remove(turn)) {
      count(turn, -1);
      if (group.isEmpty()) {
        circle.remove(turn.group());
      }
    }
  }

  private void count(Turn turn, int more) {
    size += more;
    urgent += turn.urgent() ? more : 0;
  }

  int size() {
    return size;
  }

  boolean hasUrgent() {
    return urgent > 0
        && circle.entrySet().stream()
            .anyMatch(e -> hasRoom(e.getKey()) && privileged(e.getValue()));
  }

  boolean hasAny() {
    return circle.keySet().stream().anyMatch(this::hasRoom);
  }

  private boolean hasRoom(String group) {
    return running.getOrDefault(group, 0) < mostRunning;
  }

  private static boolean privileged(Group group) {
    return !group.urgent.isEmpty() && group.ahead < MOST_AHEAD;
  }

  /** The next urgent turn of a group that is not too far ahead. */
  Optional<Turn> urgent() {
    Optional<String> name = first(FairQueue::privileged);
    name.ifPresent(n -> group(n).ahead++);
    return name.flatMap(n -> taken(n, Optional.ofNullable(group(n).urgent.poll())));
  }

  /** The next turn in the circle. */
  Optional<Turn> next() {
    for (; ; ) {
      Optional<String> name = first(group -> true);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      Group group = group(name.get());
      if (group.ahead > 0) {
        group.ahead--;
        toTheEnd(name.get(), group);
        continue;
      }
      Optional<Turn> turn = group.poll();
      toTheEnd(name.get(), group);
      return taken(name.get(), turn);
    }
  }

  /** A turn that was taken is over. */
  void done(Turn turn) {
    running.computeIfPresent(turn.group(), (name, count) -> count == 1 ? null : count - 1);
  }

  private Group group(String name) {
    return java.util.Objects.requireNonNull(circle.get(name));
  }

  private Optional<String> first(Predicate<Group> wanted) {
    Iterator<Map.Entry<String, Group>> groups = circle.entrySet().iterator();
    while (groups.hasNext()) {
      Map.Entry<String, Group> entry = groups.next();
      if (hasRoom(entry.getKey()) && wanted.test(entry.getValue())) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  private void toTheEnd(String name, Group group) {
    circle.remove(name);
    circle.put(name, group);
  }

  private Optional<Turn> taken(String name, Optional<Turn> turn) {
    if (turn.isPresent()) {
      count(turn.get(), -1);
      running.merge(name, 1, Integer::sum);
      if (group(name).isEmpty()) {
        circle.remove(name);
      }
    }
    return turn;
  }
}
