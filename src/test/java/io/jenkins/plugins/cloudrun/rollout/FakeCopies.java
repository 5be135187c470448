package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies in memory: done after a few looks; what was copied outlives the process. */
final class FakeCopies implements ImageCopies {
  private static final int LOOKS = 3;

  /** What lies in the other repository. */
  final List<Order> there;

  private final Map<String, Order> orders = new HashMap<>();
  private final Map<String, Integer> looks = new HashMap<>();
  final List<String> begun = new ArrayList<>();
  Optional<Failure> failing = Optional.empty();
  private final Crash.At afterEffect;

  FakeCopies(List<Order> there, Crash.At afterEffect) {
    this.there = there;
    this.afterEffect = afterEffect;
  }

  @Override
  public synchronized Optional<State> state(String id) throws Failure {
    if (!orders.containsKey(id)) {
      return Optional.empty();
    }
    if (failing.isPresent()) {
      orders.remove(id);
      Failure failure = failing.get();
      failing = Optional.empty();
      throw failure;
    }
    if (looks.merge(id, 1, Integer::sum) < LOOKS) {
      return Optional.of(new State(false, ""));
    }
    if (!there.contains(orders.get(id))) {
      there.add(orders.get(id));
    }
    return Optional.of(new State(true, "The image is there"));
  }

  @Override
  public synchronized void begin(String id, Origin origin, Order order) {
    orders.put(id, order);
    begun.add(id);
    afterEffect.pass("after begin");
  }

  @Override
  public synchronized void forget(String id) {
    orders.remove(id);
    looks.remove(id);
  }
}
