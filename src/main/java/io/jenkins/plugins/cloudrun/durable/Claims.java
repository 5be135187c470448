package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who holds what exclusively, and who waits for it, first come first served. Kept in memory: the
 * values themselves say after a restart what they hold.
 */
final class Claims {
  private record Ticket(Instant since, String id) {}

  private final Map<String, String> holders = new HashMap<>();
  private final Map<Ticket, Set<String>> waiting =
      new TreeMap<>(Comparator.comparing(Ticket::since).thenComparing(Ticket::id));
  private final Map<String, Ticket> tickets = new HashMap<>();

  /** Takes a place in the queue. */
  synchronized void enqueue(String id, Set<String> claims, Instant since) {
    if (holds(id, claims)) {
      return;
    }
    Ticket ticket = new Ticket(since, id);
    if (tickets.putIfAbsent(id, ticket) == null) {
      waiting.put(ticket, Set.copyOf(claims));
    }
  }

  /** Says that a value holds its claims already, as it did before a restart. */
  synchronized void restore(String id, Set<String> claims) {
    claims.forEach(claim -> holders.putIfAbsent(claim, id));
    if (holds(id, claims)) {
      leaveQueue(id);
    }
  }

  private boolean holds(String id, Set<String> claims) {
    return claims.stream().allMatch(claim -> id.equals(holders.get(claim)));
  }

  /**
   * Whether {@code id} holds all its claims, after taking those that are free and that nobody
   * before it waits for.
   */
  synchronized boolean acquire(String id, Set<String> claims) {
    if (holds(id, claims)) {
      return true;
    }
    Ticket own = tickets.get(id);
    for (String claim : claims) {
      if (holders.containsKey(claim) && !id.equals(holders.get(claim))) {
        return false;
      }
    }
    for (Map.Entry<Ticket, Set<String>> other : waiting.entrySet()) {
      if (other.getKey().equals(own)) {
        break;
      }
      if (other.getValue().stream().anyMatch(claims::contains)) {
        return false;
      }
    }
    claims.forEach(claim -> holders.put(claim, id));
    leaveQueue(id);
    return true;
  }

  /** Who holds one of {@code claims} or waits for one before {@code id}, holders first. */
  synchronized Set<String> ahead(String id, Set<String> claims) {
    Set<String> ahead = new LinkedHashSet<>();
    for (String claim : claims) {
      String holder = holders.get(claim);
      if (holder != null && !holder.equals(id)) {
        ahead.add(holder);
      }
    }
    Ticket own = tickets.get(id);
    for (Map.Entry<Ticket, Set<String>> other : waiting.entrySet()) {
      if (other.getKey().equals(own)) {
        break;
      }
      if (other.getValue().stream().anyMatch(claims::contains)) {
        ahead.add(other.getKey().id());
      }
    }
    return ahead;
  }

  /**
   * Gives up everything, place in the queue included.
   *
   * @return who waited behind it and may have its turn now
   */
  synchronized Set<String> release(String id) {
    Set<String> free = new LinkedHashSet<>();
    holders.forEach(
        (claim, holder) -> {
          if (holder.equals(id)) {
            free.add(claim);
          }
        });
    holders.values().removeIf(id::equals);
    Ticket ticket = tickets.get(id);
    if (ticket != null) {
      free.addAll(waiting.getOrDefault(ticket, Set.of()));
    }
    leaveQueue(id);
    Set<String> next = new LinkedHashSet<>();
    for (String claim : free) {
      waiting.entrySet().stream()
          .filter(other -> other.getValue().contains(claim))
          .findFirst()
          .ifPresent(other -> next.add(other.getKey().id()));
    }
    return next;
  }

  /** Whether nobody holds anything or waits for it. */
  synchronized boolean isEmpty() {
    return holders.isEmpty() && waiting.isEmpty() && tickets.isEmpty();
  }

  private void leaveQueue(String id) {
    Ticket ticket = tickets.remove(id);
    if (ticket != null) {
      waiting.remove(ticket);
    }
  }
}
