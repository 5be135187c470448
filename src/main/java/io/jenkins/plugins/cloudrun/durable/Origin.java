package io.jenkins.plugins.cloudrun.durable;

import io.jenkins.plugins.cloudrun.model.TargetName;
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
 */
public record Origin(
    String item, Optional<Integer> run, String actor, Optional<TargetName> target) {
  /** Without a target. */
  public Origin(String item, Optional<Integer> run, String actor) {
    this(item, run, actor, Optional.empty());
  }

  public Origin {
    // Thousands that wait name the same few.
    item = item.intern();
    actor = actor.intern();
  }

  /** The same, at a target. */
  public Origin at(Optional<TargetName> place) {
    return new Origin(item, run, actor, place);
  }
}
