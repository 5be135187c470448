package io.jenkins.plugins.cloudrun.image.push;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several blobs at once: those first that have to be sent as far as is known, the largest of these
 * first. The first that fails ends the others. Who waits for them says now and then how far they
 * are.
 */
final class ParallelBlobs {
  private static final int AT_ONCE = 4;

  /** How long what was interrupted may take to let go of its files and connections. */
  private static final long PATIENCE_MILLIS = 1500;

  private ParallelBlobs() {}

  static List<BlobPush.Done> push(BlobPush each, List<Blob> blobs, PushProgress progress)
      throws Failure, IOException, InterruptedException {
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, Math.max(1, blobs.size())),
            task -> {
              Thread thread = new Thread(task, "cloud-run push " + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    progress.looksFor(blobs);
    try {
      CompletionService<BlobPush.Done> running = new ExecutorCompletionService<>(threads);
      blobs.stream()
          .sorted(
              Comparator.comparing(each::isLikelyThere)
                  .thenComparing(Comparator.comparingLong(Blob::size).reversed()))
          .forEach(blob -> running.submit(() -> each.push(blob)));
      List<BlobPush.Done> done = new ArrayList<>();
      while (done.size() < blobs.size()) {
        Optional<Future<BlobPush.Done>> next =
            Optional.ofNullable(running.poll(progress.due().toMillis(), TimeUnit.MILLISECONDS));
        if (next.isPresent()) {
          done.add(next.get().get());
        }
        progress.look();
      }
      return done;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      threads.shutdownNow();
      letGo(threads);
    }
  }

  private static void letGo(ExecutorService threads) {
    boolean interrupted = Thread.interrupted();
    try {
      // Those that take longer are told, and hold nothing that anybody else needs.
      boolean unused = threads.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Failure unwrapped(ExecutionException thrown)
      throws Failure, IOException, InterruptedException {
    Throwable cause = thrown.getCause();
    if (cause instanceof Failure failure) {
      throw failure;
    }
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof InterruptedException failure) {
      throw failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    throw new IllegalStateException(cause);
  }
}
