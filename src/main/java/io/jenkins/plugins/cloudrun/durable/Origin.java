package io.jenkins.plugins.cloudrun.durable;

import io.jenkins.plugins.cloudrun.model.TargetName;
import java.util.List;
import java.util.Optional;

/**
 * What asked for a durable value, by name: items get renamed and builds deleted, so neither is
 * held.
 *
 * @param item the item's full name, such as {@code team/shop}
 * @param run the build's number, or empty when a person asked on a page
 * @param actor who or what started it, for the history
 * @param target the target that was named when it started; where that was is in the plan, so that a
 *     later change of the target changes nothing
 * @param people ids of the users who stand behind the build: who started it and whose commits it
 *     has; at most {@value #MOST_PEOPLE}
 */
public record Origin(
    String item,
    Optional<Integer> run,
    String actor,
    Optional<TargetName> target,
    List<String> people) {
  /** More of the people are not remembered. */
  public static final int MOST_PEOPLE = 50;

  /** Of whom nobody is known to stand behind it. */
  public Origin(String item, Optional<Integer> run, String actor, Optional<TargetName> target) {
    this(item, run, actor, target, List.of());
  }

  /** Without a target. */
  public Origin(String item, Optional<Integer> run, String actor) {
    this(item, run, actor, Optional.empty());
  }

  public Origin {
    // Thousands that wait name the same few.
    item = item.intern();
    actor = actor.intern();
    people = people.stream().distinct().limit(MOST_PEOPLE).toList();
  }

  /** The same, of an item that has another full name now. */
  public Origin of(String now) {
    return new Origin(now, run, actor, target, people);
  }

  /** The same, at a target. */
  public Origin at(Optional<TargetName> place) {
    return new Origin(item, run, actor, place, people);
  }

  /** The same, with who stands behind it. */
  public Origin behind(List<String> who) {
    return new Origin(item, run, actor, target, who);
  }
}
