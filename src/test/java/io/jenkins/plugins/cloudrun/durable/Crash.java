package io.jenkins.plugins.cloudrun.durable;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of the controller at a chosen point: thrown where the process would stop, caught by
 * nobody but the test.
 */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  private Crash(String where) {
    super(where, null, false, false);
  }

  /** Keeps the ends of crashed threads out of the test's output. */
  public static void quietly() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> {
          if (!(error instanceof Crash)) {
            error.printStackTrace();
          }
        });
  }

  /** Counts points of one sort and crashes at one of them. */
  public static final class At {
    private final AtomicInteger count = new AtomicInteger();
    private final int point;
    private volatile boolean happened;

    /**
     * @param point from 1; 0 never crashes
     */
    public At(int point) {
      this.point = point;
    }

    public void pass(String where) {
      if (happened) {
        // The process is gone: no thread of it does anything more.
        throw new Crash(where);
      }
      if (count.incrementAndGet() == point) {
        happened = true;
        throw new Crash(where);
      }
    }

    public int count() {
      return count.get();
    }

    public boolean happened() {
      return happened;
    }
  }

  /** A store that crashes after a save. */
  public record AfterSave<V extends Durable<V>>(Store<V> store, At at, At gone)
      implements Store<V> {
    @Override
    public java.util.List<V> unsettled() {
      return store.unsettled();
    }

    @Override
    public java.util.Optional<V> find(String id) {
      return store.find(id);
    }

    @Override
    public java.util.List<V> settled(String item, int most) {
      return store.settled(item, most);
    }

    @Override
    public boolean hasSettled(String item) {
      return store.hasSettled(item);
    }

    @Override
    public void renamed(String former, String now) {
      store.renamed(former, now);
    }

    @Override
    public void save(V value) {
      if (gone.happened() || at.happened()) {
        throw new Crash("gone");
      }
      store.save(value);
      at.pass("after save " + value.version());
    }
  }
}
