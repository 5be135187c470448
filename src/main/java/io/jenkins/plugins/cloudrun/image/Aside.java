package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Work that goes on beside a build. */
final class Aside<T> implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 1000;

  private final FutureTask<T> task;
  private final T otherwise;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Aside(Callable<T> work, T otherwise) {
    this.task = new FutureTask<>(work);
    this.otherwise = otherwise;
  }

  /** Threads that wait for a moment for the next work: starting one takes longer than some work. */
  private static final class Threads {
    private static final int IDLE_SECONDS = 2;

    static final Executor ALL =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, "cloud-run aside");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins.
   *
   * @param otherwise stands for the result when the work fails
   */
  static <T> Aside<T> begin(Callable<T> work, T otherwise) {
    Aside<T> aside = new Aside<>(work, otherwise);
    Threads.ALL.execute(
        () -> {
          try {
            aside.task.run();
          } finally {
            aside.ended.countDown();
          }
        });
    return aside;
  }

  /** The result; what stands for it when the work failed. */
  T get() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      return otherwise;
    }
  }

  /** The result, or why there is none. */
  T result() throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof InterruptedException failure) {
        throw failure;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** Stops the work and waits until it has stopped, but for work that does not heed it. */
  @Override
  public void close() {
    task.cancel(true);
    boolean interrupted = Thread.interrupted();
    try {
      // Work that goes on longer holds nothing that anybody else needs.
      boolean unused = ended.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
