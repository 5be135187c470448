package io.jenkins.plugins.cloudrun.durable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values that one item asked for. */
final class OfItem {
  private OfItem() {}

  /** Those that go on, then the latest that ended. */
  static <V extends Durable<V>> List<V> list(
      Collection<Driven<V>> active, Store<V> store, String item, int ended) {
    List<V> all =
        new ArrayList<>(
            going(active, item)
                .sorted(Comparator.comparing((V value) -> value.startedAt()).reversed())
                .toList());
    // One that settles just now may be seen twice.
    Set<String> known = all.stream().map(Durable::id).collect(Collectors.toSet());
    store.settled(item, ended).stream()
        .filter(value -> !known.contains(value.id()))
        .forEach(all::add);
    return all;
  }

  /** Gives all of them the item's new full name. */
  static <V extends Durable<V>> void rename(
      Collection<Driven<V>> active, Store<V> store, String former, String now) {
    for (Driven<V> driven : active) {
      if (driven.value().origin().item().equals(former)) {
        driven.named(store, now);
      }
    }
    // One that settled meanwhile is there by now, under either name.
    store.renamed(former, now);
  }

  /** All that go on, the youngest first. */
  static <V extends Durable<V>> List<V> going(Collection<Driven<V>> active) {
    return active.stream()
        .map(Driven::value)
        .sorted(Comparator.comparing((V value) -> value.startedAt()).reversed())
        .toList();
  }

  /** Whether there is one. */
  static <V extends Durable<V>> boolean any(
      Collection<Driven<V>> active, Store<V> store, String item) {
    return store.hasSettled(item) || going(active, item).findAny().isPresent();
  }

  private static <V extends Durable<V>> Stream<V> going(Collection<Driven<V>> active, String item) {
    return active.stream().map(Driven::value).filter(value -> value.origin().item().equals(item));
  }
}
