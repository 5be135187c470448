package io.jenkins.plugins.cloudrun.durable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serves everything that waits with a few threads, however many wait: an entry in a queue each, and
 * no thread. Turns of one key never overlap; a turn that is asked for during another runs after it.
 * When more is due than the {@link Budget} allows, groups take turns, and all wait longer.
 */
public final class Poller implements Timetable, AutoCloseable {
  /**
   * Calls to Google that may be in flight at once. With the HTTP client's selector and its two
   * threads, and the one of the JDK that watches time limits, that makes eight.
   */
  public static final int DEFAULT_WORKERS = 4;

  private final int workers;
  private final Budget budget;
  private final long speed;

  // All below is guarded by the lock.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Map<Object, Turn> waiting = new HashMap<>();
  private final TreeSet<Turn> later = new TreeSet<>(Turn::byTime);
  private final FairQueue due;
  private final Set<Object> running = new HashSet<>();
  private final List<Thread> threads = new ArrayList<>();
  private int idle;
  private long order;
  private boolean closed;

  /**
   * @param workers threads at most; none before there is something to do
   */
  public Poller(int workers, Budget budget) {
    this(workers, budget, 1);
  }

  /** For tests: without a budget. */
  Poller(int workers) {
    this(workers, 1);
  }

  /** For tests: without a budget, and waits are {@code speed} times shorter. */
  Poller(int workers, long speed) {
    this(workers, Budget.unlimited(), speed);
  }

  private Poller(int workers, Budget budget, long speed) {
    this.workers = workers;
    this.budget = budget;
    this.speed = speed;
    this.due = new FairQueue(Math.max(1, workers - 1));
  }

  /** Runs a short task of our own, before any turn; it makes no calls. */
  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (!closed) {
        tasks.add(task);
        wakeOne();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void schedule(Object key, String group, Runnable turn, Duration wait, boolean urgent) {
    lock.lock();
    try {
      if (closed) {
        // What is stored goes on at the next start.
        return;
      }
      long at = System.nanoTime() + jittered(wait.toNanos() / speed);
      Turn earlier = waiting.get(key);
      if (earlier != null) {
        if (earlier.at() - at <= 0 && (earlier.urgent() || !urgent)) {
          return;
        }
        later.remove(earlier);
        due.remove(earlier);
        at = earlier.at() - at < 0 ? earlier.at() : at;
      }
      boolean first = urgent || (earlier != null && earlier.urgent());
      Turn next = new Turn(key, group, turn, at, order++, first);
      waiting.put(key, next);
      later.add(next);
      wakeOne();
    } finally {
      lock.unlock();
    }
  }

  /** The same; urgent is what does not wait. */
  void schedule(Object key, String group, Runnable turn, Duration wait) {
    schedule(key, group, turn, wait, wait.isZero());
  }

  @Override
  public void forget(Object key) {
    lock.lock();
    try {
      Turn turn = waiting.remove(key);
      if (turn != null) {
        later.remove(turn);
        due.remove(turn);
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeOne() {
    if (idle == 0 && threads.size() < workers) {
      Thread thread = new Thread(this::work, "cloud-run-poller-" + (threads.size() + 1));
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    } else {
      changed.signal();
    }
  }

  private void work() {
    try {
      for (; ; ) {
        next().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended();
    }
  }

  /** A thread that dies of an error is replaced when there is something to do. */
  private void ended() {
    lock.lock();
    try {
      threads.remove(Thread.currentThread());
      if (!closed) {
        wakeOne();
      }
    } finally {
      lock.unlock();
    }
  }

  private Runnable next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (; ; ) {
        if (closed) {
          throw new InterruptedException("closed");
        }
        Duration pause = moveDue();
        if (!tasks.isEmpty()) {
          return begun(tasks.remove());
        }
        Optional<Turn> turn = Optional.empty();
        if (due.hasAny()) {
          Duration ordinary = budget.until(false);
          turn =
              due.hasUrgent() && budget.until(true).isZero()
                  ? due.urgent()
                  : ordinary.isZero() ? due.next() : Optional.empty();
          Duration wait = due.hasUrgent() ? budget.until(true) : ordinary;
          pause = pause.compareTo(wait) < 0 ? pause : wait;
        }
        if (turn.isPresent()) {
          Turn taken = turn.get();
          waiting.remove(taken.key());
          running.add(taken.key());
          return begun(() -> run(taken));
        }
        idle++;
        try {
          long unused = changed.awaitNanos(pause.toNanos());
        } finally {
          idle--;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Somebody else looks after what is left. */
  private Runnable begun(Runnable work) {
    if (!tasks.isEmpty() || due.size() > 0 || !later.isEmpty()) {
      wakeOne();
    }
    return work;
  }

  /** Lines up what is due by now, and says when the next is. */
  private Duration moveDue() {
    long now = System.nanoTime();
    while (!later.isEmpty()) {
      Turn first = later.first();
      if (first.at() - now > 0) {
        return Duration.ofNanos(first.at() - now);
      }
      later.remove(first);
      // While the key has a turn, this one waits for its end.
      if (!running.contains(first.key())) {
        due.add(first);
      }
    }
    return Duration.ofHours(1);
  }

  private void run(Turn turn) {
    try {
      turn.work().run();
    } finally {
      lock.lock();
      try {
        running.remove(turn.key());
        due.done(turn);
        Turn held = waiting.get(turn.key());
        if (held != null && !later.contains(held)) {
          due.add(held);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Spreads waits by a tenth either way, so that what began together does not poll together for
   * ever.
   */
  static long jittered(long nanos) {
    long tenth = nanos / 10;
    return tenth == 0 ? nanos : nanos + ThreadLocalRandom.current().nextLong(-tenth, tenth + 1);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      later.clear();
      waiting.clear();
      tasks.clear();
      threads.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }
}
