package io.jenkins.plugins.cloudrun.front;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Engine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * An engine that a test plays: it keeps what is started, and says and settles what it is told.
 *
 * @param <V> what it drives
 */
public final class FakeEngine<V extends Durable<V>> implements Engine<V> {
  public final Map<String, V> values = new LinkedHashMap<>();
  public final List<Command> commands = new ArrayList<>();
  public final List<String> nudged = new ArrayList<>();
  public final List<Thread> callers = new ArrayList<>();
  public final List<Integer> positions = new ArrayList<>();
  private final List<Entry> history = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private CountDownLatch watched = new CountDownLatch(1);
  private CountDownLatch commanded = new CountDownLatch(1);

  @Override
  public synchronized V start(V value) {
    callers.add(Thread.currentThread());
    values.putIfAbsent(value.id(), value);
    return values.get(value.id());
  }

  @Override
  public synchronized Optional<V> find(String id) {
    return Optional.ofNullable(values.get(id));
  }

  @Override
  public synchronized List<V> of(String item, int ended) {
    return values.values().stream().filter(v -> v.origin().item().equals(item)).toList();
  }

  @Override
  public synchronized List<V> going() {
    return values.values().stream().filter(v -> v.settlement().isEmpty()).toList();
  }

  @Override
  public synchronized List<V> ended(Predicate<String> wanted, int most) {
    return values.values().stream()
        .filter(v -> v.settlement().isPresent() && wanted.test(v.origin().item()))
        .limit(most)
        .toList();
  }

  @Override
  public synchronized void nudge(String id) {
    nudged.add(id);
  }

  @Override
  public synchronized boolean knows(String item) {
    return !of(item, 1).isEmpty();
  }

  @Override
  public synchronized Optional<V> command(String id, Command command) {
    callers.add(Thread.currentThread());
    commands.add(command);
    values.computeIfPresent(id, (key, value) -> value.with(command));
    commanded.countDown();
    return find(id);
  }

  @Override
  public synchronized AutoCloseable watch(String id, int position, Watcher watcher) {
    positions.add(position);
    for (int i = position; i < history.size(); i++) {
      watcher.line(history.get(i), i);
    }
    watchers.add(watcher);
    watched.countDown();
    return () -> watchers.remove(watcher);
  }

  public void awaitWatched() throws InterruptedException {
    if (!watched.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody watches");
    }
  }

  public void awaitCommand() throws InterruptedException {
    if (!commanded.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no command came");
    }
  }

  /** Forgets who watches, as a restart does. */
  public synchronized void restart() {
    watchers.clear();
    watched = new CountDownLatch(1);
    commanded = new CountDownLatch(1);
  }

  public void say(String kind, String text) {
    Entry entry = new Entry(Instant.EPOCH, kind, text);
    List<Watcher> now;
    int position;
    synchronized (this) {
      position = history.size();
      history.add(entry);
      now = List.copyOf(watchers);
    }
    now.forEach(watcher -> watcher.line(entry, position));
  }

  public void settle(boolean success, String message, Map<String, Object> result) {
    List<Watcher> now;
    synchronized (this) {
      now = List.copyOf(watchers);
    }
    now.forEach(watcher -> watcher.settled(new Durable.Settlement(success, message, result)));
  }
}
