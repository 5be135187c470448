package io.jenkins.plugins.cloudrun.image.source;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How long to go on when Cloud Storage does not answer, or says "later": again and again, ever
 * later, as long as something moves. Only for requests that may be repeated.
 */
final class Persistence {
  private static final int MOST = 8;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Duration first;
  private final Consumer<String> progress;
  private int failures;

  Persistence(Duration first, Consumer<String> progress) {
    this.first = first;
    this.progress = progress;
  }

  /** Something moved: patience begins anew. */
  void progressed() {
    failures = 0;
  }

  /**
   * Waits before the next time.
   *
   * @param why the last attempt failed
   * @throws Failure.Transient when it failed too often in a row
   */
  void next(String why, Optional<Duration> asked) throws Failure, InterruptedException {
    failures++;
    if (failures >= MOST) {
      throw new Failure.Transient(
          why
              + " It was tried "
              + MOST
              + " times. Is the agent's network or proxy all right? Run the build again: what"
              + " was packed is not sent twice.",
          asked,
          null);
    }
    if (failures == 2) {
      progress.accept(why + " Trying again.");
    }
    Duration own = first.multipliedBy(1L << Math.min(failures - 1, 6));
    Duration pause = asked.filter(a -> a.compareTo(own) > 0).orElse(own);
    await(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }

  /** An answer that is no "later" and no silence. */
  HttpResponse<String> send(StorageCalls calls, Supplier<HttpRequest.Builder> request, String what)
      throws Failure, InterruptedException {
    while (true) {
      try {
        HttpResponse<String> answer = calls.send(request.get(), StorageCalls.LIMIT);
        if (!StorageCalls.passing(answer.statusCode())) {
          progressed();
          return answer;
        }
        next(StorageCalls.refused(answer, what, "").explanation(), StorageCalls.retryAfter(answer));
      } catch (IOException e) {
        next("Cloud Storage did not " + what + ": " + e.getMessage() + ".", Optional.empty());
      }
    }
  }

  /** The agent's thread has nothing else to do, and an abort interrupts it. */
  @SuppressWarnings("ReturnValueIgnored")
  private static void await(Duration pause) throws InterruptedException {
    new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
