package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine is ended after every save and every effect, in every phase, and each of them meets
 * every fault of the API: the end is the one that the story has without. {@code mvn -Pcrash} runs
 * all cases, a plain build the same small part of them each time.
 */
class CrashMatrixTest {
  /** Of all cases, those that a plain build runs; a prime, so that no story's rhythm meets it. */
  private static final int STRIDE = 199;

  private static final boolean ALL = "all".equals(System.getProperty("crash.cases", "some"));

  /** Saves of the story that is aborted, and a few more: then it is too late. */
  private static final int SAVES = 30;

  @TempDir Path home;

  @Test
  void everyStoryEndsTheSameWhateverIsCutOff() throws Exception {
    List<Story> stories = new ArrayList<>(Stories.all());
    for (int saves = 1; saves <= SAVES; saves += ALL ? 1 : 9) {
      stories.add(Stories.aborted(saves));
    }
    long begin = System.nanoTime();
    Path folder = CrashCase.swift(home);
    List<CrashCase> cases = new ArrayList<>();
    for (List<CrashCase> some :
        sideBySide(
            stories, story -> CrashCase.of(story, !story.name().startsWith("aborted"), folder))) {
      cases.addAll(some);
    }
    List<CrashCase> chosen = new ArrayList<>();
    for (int i = 0; i < cases.size(); i += ALL ? 1 : STRIDE) {
      chosen.add(cases.get(i));
    }
    AtomicInteger done = new AtomicInteger();
    List<String> wrong =
        sideBySide(
                chosen,
                one -> {
                  Optional<String> told = told(one.wrong(folder));
                  if (ALL && done.incrementAndGet() % 1000 == 0) {
                    System.out.println(done + " of " + chosen.size() + " cases tried");
                  }
                  return told;
                })
            .stream()
            .flatMap(Optional::stream)
            .toList();
    System.out.println(
        "CASES "
            + chosen.size()
            + " of "
            + cases.size()
            + " in "
            + stories.size()
            + " stories, "
            + Duration.ofNanos(System.nanoTime() - begin).toSeconds()
            + " s");
    assertEquals(
        "",
        String.join("\n", wrong.subList(0, Math.min(40, wrong.size()))),
        wrong.size() + " cases");
    assertTrue(chosen.size() >= (ALL ? 10_000 : 100), chosen.size() + " cases");
  }

  /** At once: the rest of all cases may take minutes. */
  private static Optional<String> told(Optional<String> wrong) {
    wrong.ifPresent(System.out::println);
    return wrong;
  }

  private interface Work<A, B> {
    B of(A one) throws Exception;
  }

  private static <A, B> List<B> sideBySide(List<A> all, Work<A, B> work) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<B>> begun = new ArrayList<>();
      for (A one : all) {
        begun.add(threads.submit(() -> work.of(one)));
      }
      List<B> done = new ArrayList<>();
      for (Future<B> one : begun) {
        done.add(Objects.requireNonNull(one.get()));
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }
}
