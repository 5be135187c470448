package io.jenkins.plugins.cloudrun.durable;

import java.util.Optional;

/**
 * What asked for a durable value, by name: items get renamed and builds deleted, so neither is
 * held.
 *
 * @param item the item's full name, such as {@code team/shop}
 * @param run the build's number, or empty when a person asked on a page
 * @param actor who or what started it, for the history
 */
public record Origin(String item, Optional<Integer> run, String actor) {
  public Origin {
    // Thousands that wait name the same few.
    item = item.intern();
    actor = actor.intern();
  }
}
