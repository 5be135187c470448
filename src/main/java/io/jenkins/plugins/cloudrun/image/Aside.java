package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that goes on beside a build. */
final class Aside<T> implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 1000;

  private final FutureTask<T> task;
  private final T otherwise;
  private final Thread thread;

  private Aside(String name, Callable<T> work, T otherwise) {
    this.task = new FutureTask<>(work);
    this.otherwise = otherwise;
    this.thread = new Thread(task, "cloud-run " + name);
    thread.setDaemon(true);
  }

  /**
   * Begins.
   *
   * @param otherwise stands for the result when the work fails
   */
  static <T> Aside<T> begin(String name, Callable<T> work, T otherwise) {
    Aside<T> aside = new Aside<>(name, work, otherwise);
    aside.thread.start();
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
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
