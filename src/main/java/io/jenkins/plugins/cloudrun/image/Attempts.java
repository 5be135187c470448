package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Repeats what failed in passing, a few times and ever later. Only for calls that may be repeated:
 * everything in a registry is named by its content.
 *
 * @param most how often in all, at least once
 * @param first how long to wait before the second time; four times as long before each further one
 */
record Attempts(int most, Duration first, Progress progress) {
  /** A registry may ask for hours; a build does not wait that long. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  static Attempts usual(Progress progress) {
    return new Attempts(3, Duration.ofSeconds(1), progress);
  }

  <T> T of(Call<T> call) throws Failure, InterruptedException {
    Duration pause = first;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.run();
      } catch (Failure.Transient e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (attempt >= most) {
          throw e;
        }
        Duration wait = e.retryAfter().filter(asked -> asked.compareTo(LONGEST) < 0).orElse(pause);
        progress.line(e.getMessage() + " Trying again (" + (attempt + 1) + " of " + most + ").");
        await(wait);
        pause = pause.multipliedBy(4);
      }
    }
  }

  /** The agent's thread has nothing else to do, and an abort interrupts it. */
  @SuppressWarnings("ReturnValueIgnored")
  private static void await(Duration wait) throws InterruptedException {
    new CountDownLatch(1).await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What may fail in passing. */
  interface Call<T> {
    T run() throws Failure, InterruptedException;
  }
}
