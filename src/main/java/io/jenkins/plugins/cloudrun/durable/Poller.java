package io.jenkins.plugins.cloudrun.durable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves everything that waits, with one timer thread and a few workers, however many wait. Turns
 * of one key never overlap; a turn that is asked for during another runs after it.
 */
public final class Poller implements Executor, AutoCloseable {
  /** Calls to Google that may be in flight at once. */
  public static final int DEFAULT_WORKERS = 4;

  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final Map<Object, Future<?>> pending = new ConcurrentHashMap<>();

  /** The keys whose turn is running, each with the turn to run after it; guarded by itself. */
  private final Map<Object, Optional<Runnable>> running = new HashMap<>();

  private final long speed;

  public Poller(int workers) {
    this(workers, 1);
  }

  /** For tests: waits are {@code speed} times shorter. */
  Poller(int workers, long speed) {
    this.speed = speed;
    this.timer = Executors.newSingleThreadScheduledExecutor(threads("cloud-run-timer"));
    this.workers = Executors.newFixedThreadPool(workers, threads("cloud-run-poller"));
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void execute(Runnable task) {
    workers.execute(task);
  }

  /**
   * Runs {@code turn} after about {@code wait}, in place of a turn that the key still waits for.
   */
  void schedule(Object key, Runnable turn, Duration wait) {
    try {
      pending.compute(
          key,
          (k, earlier) -> {
            if (earlier != null) {
              earlier.cancel(false);
            }
            return timer.schedule(() -> begin(key, turn), jittered(wait), TimeUnit.MICROSECONDS);
          });
    } catch (RejectedExecutionException e) {
      // Closed: what is stored goes on at the next start.
      pending.remove(key);
    }
  }

  /** Drops what the key waits for. */
  void forget(Object key) {
    Future<?> earlier = pending.remove(key);
    if (earlier != null) {
      earlier.cancel(false);
    }
  }

  private void begin(Object key, Runnable turn) {
    try {
      workers.execute(() -> run(key, turn));
    } catch (RejectedExecutionException e) {
      pending.remove(key);
    }
  }

  private void run(Object key, Runnable turn) {
    if (!enter(key, turn)) {
      return;
    }
    try {
      pending.remove(key);
      turn.run();
    } finally {
      leave(key).ifPresent(next -> schedule(key, next, Duration.ZERO));
    }
  }

  /** Whether the key's turn may run now; if not, it runs after the one that does. */
  private boolean enter(Object key, Runnable turn) {
    synchronized (running) {
      boolean free = !running.containsKey(key);
      running.put(key, free ? Optional.empty() : Optional.of(turn));
      return free;
    }
  }

  private Optional<Runnable> leave(Object key) {
    synchronized (running) {
      Optional<Runnable> next = running.remove(key);
      return next == null ? Optional.empty() : next;
    }
  }

  /**
   * Spreads waits by a tenth either way, so that what began together does not poll together for
   * ever.
   */
  private long jittered(Duration wait) {
    long micros = wait.toNanos() / 1000 / speed;
    long tenth = micros / 10;
    return tenth == 0 ? micros : micros + ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
  }
}
