package io.jenkins.plugins.cloudrun.durable;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes when there is nothing to do before: what is due next is done next, in one thread
 * and in the same order each time, and hours cost nothing. It drives an engine, and beside it what
 * the engine works on, which a crash of the engine leaves alone.
 */
public final class VirtualTime extends Clock implements Timetable {
  private record Event(Instant at, long order, Optional<Object> key, Runnable work) {}

  private final TreeSet<Event> engine = events();
  private final TreeSet<Event> outside = events();
  private final Map<Object, Event> waiting = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long order;

  private static TreeSet<Event> events() {
    return new TreeSet<>(Comparator.comparing(Event::at).thenComparing(Event::order));
  }

  @Override
  public void schedule(Object key, String group, Runnable turn, Duration wait, boolean urgent) {
    Event next = new Event(now.plus(wait), order++, Optional.of(key), turn);
    Event earlier = waiting.get(key);
    if (earlier != null && !earlier.at().isAfter(next.at())) {
      return;
    }
    forget(key);
    waiting.put(key, next);
    engine.add(next);
  }

  @Override
  public void forget(Object key) {
    Event event = waiting.remove(key);
    if (event != null) {
      engine.remove(event);
    }
  }

  @Override
  public void execute(Runnable task) {
    engine.add(new Event(now, order++, Optional.empty(), task));
  }

  /** Does what is due next, after the time until then has passed; false if there is nothing. */
  public boolean step() {
    if (engine.isEmpty() && outside.isEmpty()) {
      return false;
    }
    boolean own =
        outside.isEmpty()
            || (!engine.isEmpty() && engine.first().at().isBefore(outside.first().at()));
    Event event = (own ? engine : outside).pollFirst();
    event.key().ifPresent(waiting::remove);
    now = event.at().isAfter(now) ? event.at() : now;
    event.work().run();
    return true;
  }

  /** Lets time pass while the engine's thread waits; what is outside goes on. */
  public void pass(Duration wait) {
    Instant then = now.plus(wait);
    while (!outside.isEmpty() && !outside.first().at().isAfter(then)) {
      Event event = outside.pollFirst();
      now = event.at().isAfter(now) ? event.at() : now;
      event.work().run();
    }
    now = then;
  }

  /** The engine's process ends: it does nothing of what it was to do. */
  public void crash() {
    engine.clear();
    waiting.clear();
  }

  /** Whether the engine waits for nothing. */
  public boolean idle() {
    return engine.isEmpty();
  }

  /** What is to be done later outside. */
  public ScheduledExecutorService outside() {
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(
            VirtualTime.class.getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("schedule")) {
                throw new UnsupportedOperationException(method.getName());
              }
              Duration wait =
                  Duration.ofNanos(((TimeUnit) arguments[2]).toNanos((Long) arguments[1]));
              outside.add(
                  new Event(now.plus(wait), order++, Optional.empty(), (Runnable) arguments[0]));
              return null;
            });
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  /** Whether an engine drives, holds and awaits nothing. */
  public static boolean idle(DurableEngine<?> engine) {
    return engine.idle();
  }
}
