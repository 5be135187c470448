package io.jenkins.plugins.cloudrun.image;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that goes on beside a build, and whose failure is nobody's concern. */
final class Aside<T> implements AutoCloseable {
  private final FutureTask<T> task;
  private final T otherwise;

  private Aside(Callable<T> work, T otherwise) {
    this.task = new FutureTask<>(work);
    this.otherwise = otherwise;
  }

  /**
   * Begins.
   *
   * @param otherwise stands for the result when the work fails
   */
  static <T> Aside<T> begin(String name, Callable<T> work, T otherwise) {
    Aside<T> aside = new Aside<>(work, otherwise);
    Thread thread = new Thread(aside.task, "cloud-run " + name);
    thread.setDaemon(true);
    thread.start();
    return aside;
  }

  T get() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      return otherwise;
    }
  }

  @Override
  public void close() {
    task.cancel(true);
  }
}
