package io.jenkins.plugins.cloudrun.image.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs tasks side by side; when one fails, or the caller is interrupted, none goes on. */
final class InParallel {
  private static final int THREADS = 4;

  private InParallel() {}

  /** Work that may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Work on one of several things. */
  @FunctionalInterface
  interface Task<T, R> {
    R of(T thing) throws IOException, InterruptedException;
  }

  /**
   * Works on things, on threads of their own.
   *
   * @param meanwhile what this thread does until they are done
   * @return the results, in the order of the things
   */
  static <T, R> List<R> of(List<T> things, Task<T, R> task, Work meanwhile)
      throws IOException, InterruptedException {
    if (things.isEmpty()) {
      meanwhile.run();
      return List.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(THREADS, things.size()),
            work -> {
              Thread thread = new Thread(work, "cloud-run-layer-reader");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<R>> futures = new ArrayList<>();
      things.forEach(thing -> futures.add(threads.submit(() -> task.of(thing))));
      meanwhile.run();
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw known(e.getCause());
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  /** They end soon: each looks for an interrupt at every block. */
  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException known(@Nullable Throwable failure)
      throws IOException, InterruptedException {
    if (failure instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new IOException(failure);
  }
}
