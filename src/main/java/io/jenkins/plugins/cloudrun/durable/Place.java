package io.jenkins.plugins.cloudrun.durable;

import java.util.List;

/**
 * Where a value stands in the queue for what it claims.
 *
 * @param granted whether it holds all its claims
 * @param ahead those that hold one of its claims or wait for one before it, holders first; empty
 *     when {@code granted}
 */
public record Place<V extends Durable<V>>(boolean granted, List<V> ahead) {
  public Place {
    ahead = List.copyOf(ahead);
  }
}
