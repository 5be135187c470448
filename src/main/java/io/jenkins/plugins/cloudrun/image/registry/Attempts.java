package io.jenkins.plugins.cloudrun.image.registry;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Repeats what failed in passing, ever later and by chance a little more. Only for calls that may
 * be repeated whatever became of them: everything in a registry is named by its content, so a
 * request whose fate is unknown is simply sent again.
 *
 * @param most how often in all, at least once
 * @param first about how long to wait before the second time; twice as long before each further one
 * @param budget the most to wait in all without getting on; a registry may ask for more in {@code
 *     Retry-After}, and then it is given up
 * @param lines told of each repetition
 */
public record Attempts(int most, Duration first, Duration budget, Consumer<String> lines) {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** For a build: about 40 s of waiting, or as long as a registry asks, up to 2 minutes. */
  public static Attempts usual(Consumer<String> lines) {
    return new Attempts(8, Duration.ofMillis(500), Duration.ofMinutes(2), lines);
  }

  Attempts atMost(int fewer) {
    return new Attempts(Math.min(most, fewer), first, budget, lines);
  }

  /** The call's answer, once there is one. */
  public <T> T of(Call<T> call) throws Failure, InterruptedException {
    Series series = series();
    while (true) {
      try {
        return call.run();
      } catch (Failure e) {
        series.failed(e);
      }
    }
  }

  /** For calls that get on in between. */
  Series series() {
    return new Series();
  }

  /** What may fail in passing. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws Failure, InterruptedException;
  }

  /** Attempts at one thing. */
  final class Series {
    private int failures;
    private Duration waited = Duration.ZERO;

    /** Got on: what went wrong before no longer counts. */
    void progressed() {
      failures = 0;
      waited = Duration.ZERO;
    }

    /** Waits until the next attempt is due, or throws the failure when there is none. */
    void failed(Failure failure) throws Failure, InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      failures++;
      Duration wait = pause(failure);
      if (failure instanceof Failure.Permanent
          || failures >= most
          || waited.plus(wait).compareTo(budget) > 0) {
        throw failure;
      }
      waited = waited.plus(wait);
      lines.accept(
          failure.explanation() + " Trying again (" + (failures + 1) + " of " + most + ").");
      await(wait);
    }

    private Duration pause(Failure failure) {
      Optional<Duration> asked =
          failure instanceof Failure.Transient passing ? passing.retryAfter() : Optional.empty();
      Duration usual = first.multipliedBy(1L << Math.min(failures - 1, 20));
      Duration longest = usual.compareTo(LONGEST) < 0 ? usual : LONGEST;
      double chance = ThreadLocalRandom.current().nextDouble();
      return asked
          .map(least -> least.plusMillis((long) (first.toMillis() * chance)))
          .orElse(Duration.ofMillis((long) (longest.toMillis() * (0.5 + chance / 2))));
    }
  }

  /** The build's thread has nothing else to do, and an abort interrupts it. */
  @SuppressWarnings("ReturnValueIgnored")
  private static void await(Duration wait) throws InterruptedException {
    new CountDownLatch(1).await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
