package io.jenkins.plugins.cloudrun.durable;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The loop. For each value that is not settled, again and again: let the behaviour look and decide,
 * save the intent, perform the act, save the result. One value is never in two turns at once; a
 * value that waits costs an entry in a timer and no thread.
 *
 * @param <V> the kind
 */
public final class DurableEngine<V extends Durable<V>> implements Engine<V>, AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(DurableEngine.class.getName());

  private final Store<V> store;
  private final Behaviour<V> behaviour;
  private final Timetable poller;
  private final Clock clock;
  private final Claims claims = new Claims();
  private final Map<String, Driven<V>> active = new ConcurrentHashMap<>();
  private boolean resumed;

  /** Nothing happens before {@link #resume}, or before something is asked for. */
  public DurableEngine(Store<V> store, Behaviour<V> behaviour, Timetable poller, Clock clock) {
    this.store = store;
    this.behaviour = behaviour;
    this.poller = poller;
    this.clock = clock;
  }

  /**
   * Takes up everything in the store that is not settled, the first time it is called. Starting,
   * watching and commanding do it too: a build that is resumed may be faster than the start-up.
   */
  public synchronized void resume() {
    if (resumed) {
      return;
    }
    List<V> unsettled = store.unsettled();
    resumed = true;
    for (V value : unsettled) {
      claims.enqueue(value.id(), value.claims(), value.startedAt());
      if (behaviour.holding(value)) {
        claims.restore(value.id(), value.claims());
      }
    }
    // Thousands of first looks must not stand before what people ask for meanwhile.
    unsettled.forEach(value -> drive(new Driven<>(value), behaviour.pressing(value)));
    poller.execute(store::tidy);
  }

  @Override
  public V start(V value) {
    resume();
    Driven<V> driven = new Driven<>(value);
    synchronized (driven) {
      Driven<V> already = active.putIfAbsent(value.id(), driven);
      if (already != null) {
        already.named(store, value.origin().item());
        return already.value();
      }
      try {
        Optional<V> stored = store.find(value.id());
        if (stored.isPresent()) {
          driven.become(stored.get());
          // A crash may have come between a renaming and this one; who asks knows the name.
          driven.named(store, value.origin().item());
        } else {
          store.setAside(value.id()).ifPresent(SetAside::refuse);
          store.save(value);
        }
      } catch (RuntimeException e) {
        active.remove(value.id());
        throw e;
      }
      if (driven.value().settlement().isPresent()) {
        active.remove(value.id());
        return driven.value();
      }
    }
    drive(driven, true);
    return driven.value();
  }

  private void drive(Driven<V> driven, boolean urgent) {
    V value = driven.value();
    active.put(value.id(), driven);
    claims.enqueue(value.id(), value.claims(), value.startedAt());
    schedule(driven, Duration.ZERO, urgent);
  }

  @Override
  public Optional<V> find(String id) {
    Driven<V> driven = active.get(id);
    return driven != null ? Optional.of(driven.value()) : store.find(id);
  }

  @Override
  public List<V> of(String item, int ended) {
    return OfItem.list(active.values(), store, item, ended);
  }

  @Override
  public List<V> going() {
    return OfItem.going(active.values());
  }

  @Override
  public List<V> ended(Predicate<String> wanted, int most) {
    return store.settled(wanted, most);
  }

  @Override
  public void nudge(String id) {
    Driven<V> driven = active.get(id);
    if (driven != null) {
      wake(driven, Duration.ZERO);
    }
  }

  @Override
  public boolean knows(String item) {
    return OfItem.any(active.values(), store, item);
  }

  @Override
  public Optional<V> command(String id, Command command) {
    resume();
    Driven<V> driven = active.get(id);
    if (driven == null) {
      return store.find(id);
    }
    V before = driven.value();
    V after = driven.change(store, value -> value.with(command));
    if (after.version() != before.version()) {
      publish(driven);
      wake(driven, Duration.ZERO);
    }
    return Optional.of(after);
  }

  @Override
  public void renamed(String former, String now) {
    resume();
    OfItem.rename(active.values(), store, former, now);
  }

  @Override
  public AutoCloseable watch(String id, int position, Watcher watcher) {
    resume();
    Spectator spectator = new Spectator(position, watcher);
    Driven<V> driven = active.get(id);
    if (driven != null) {
      driven.join(spectator);
    }
    // Off the caller's thread; a value that settled in between is read from the store.
    poller.execute(() -> Spectator.show(spectator, id, () -> find(id), () -> store.setAside(id)));
    return () -> {
      if (driven != null) {
        driven.leave(spectator);
      }
    };
  }

  @Override
  public List<SetAside> setAside() {
    return store.setAside();
  }

  private void wake(Driven<V> driven, Duration wait) {
    schedule(driven, wait, wait.isZero() || behaviour.pressing(driven.value()));
  }

  private void schedule(Driven<V> driven, Duration wait, boolean urgent) {
    poller.schedule(driven, driven.value().origin().item(), () -> turn(driven), wait, urgent);
  }

  private void turn(Driven<V> driven) {
    V value = driven.value();
    if (value.settlement().isPresent()) {
      return;
    }
    Duration wait;
    try {
      wait = look(driven, value);
      driven.faults = 0;
    } catch (StoreException e) {
      wait = Faults.unsaved(value.id(), ++driven.faults, e);
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      wait = fault(driven, e);
    }
    if (driven.value().settlement().isPresent()) {
      leave(value.id());
    } else if (active.containsKey(value.id())) {
      wake(driven, wait);
    }
  }

  private void leave(String id) {
    active.remove(id);
    for (String next : claims.release(id)) {
      Driven<V> waiting = active.get(next);
      if (waiting != null) {
        wake(waiting, Duration.ZERO);
      }
    }
  }

  /** Tries again for a while; then the value is ended, and if not even that can be done, let go. */
  private Duration fault(Driven<V> driven, Throwable fault) {
    V value = driven.value();
    Faults.log(value.id(), ++driven.faults, fault);
    if (driven.faults < Faults.MOST) {
      return Faults.pause(driven.faults);
    }
    try {
      save(driven, value, behaviour.broken(value, Faults.text(fault), clock.instant()));
      driven.faults = 0;
      return Duration.ZERO;
    } catch (StoreException e) {
      return Faults.unsaved(value.id(), driven.faults, e);
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      Durable.Settlement end = Faults.letGo(value.id(), e);
      leave(value.id());
      driven.spectators().forEach(spectator -> spectator.end(end));
      return Duration.ZERO;
    }
  }

  private Duration look(Driven<V> driven, V value) {
    boolean granted = claims.acquire(value.id(), value.claims());
    Place<V> place = new Place<>(granted, granted ? List.of() : ahead(value));
    Decision<V> decision = behaviour.decide(value, place, clock.instant());
    V intent = save(driven, value, decision.next());
    decision.wishes().forEach(this::command);
    if (!intent.equals(decision.next().withVersion(intent.version()))) {
      // A command came while we looked: decide again before acting.
      return Duration.ZERO;
    }
    if (decision.act().isEmpty()) {
      return decision.pause();
    }
    Decision.Done<V> done = decision.act().get().perform(intent);
    save(driven, intent, done.value());
    return done.pause();
  }

  private List<V> ahead(V value) {
    return claims.ahead(value.id(), value.claims()).stream()
        .flatMap(id -> Stream.ofNullable(active.get(id)))
        .map(Driven::value)
        .toList();
  }

  /** Saves what came of {@code before}; a command or a name that came meanwhile is kept on top. */
  private V save(Driven<V> driven, V before, V next) {
    V saved =
        driven.change(
            store, current -> current.version() == before.version() ? next : next.keeping(current));
    if (saved.version() != before.version()) {
      if (!saved.origin().item().equals(before.origin().item())) {
        behaviour.renamed(saved, before.origin().item());
      }
      publish(driven);
    }
    return driven.value();
  }

  private void publish(Driven<V> driven) {
    V value = driven.value();
    driven.spectators().forEach(spectator -> spectator.show(value));
  }

  /** How many values are being driven. */
  public int size() {
    return active.size();
  }

  /** Whether nothing is driven, held or waited for. */
  boolean idle() {
    return active.isEmpty() && claims.isEmpty();
  }

  /** Stops driving; what is stored goes on at the next start. */
  @Override
  public void close() {
    active.values().forEach(poller::forget);
    active.clear();
  }
}
