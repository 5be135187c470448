package io.jenkins.plugins.cloudrun.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.JobName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.Overrides;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Job executions from beginning to end, and cut off everywhere. */
class JobRunTest {
  private static final Seal SEAL =
      new Seal() {
        @Override
        public String seal(String plain) {
          return new StringBuilder(plain).reverse().toString();
        }

        @Override
        public String open(String sealed) {
          return new StringBuilder(sealed).reverse().toString();
        }
      };

  @TempDir Path home;
  private final Tempo clock = new Tempo();

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  static JobPlan plan(boolean image, boolean await, Duration limit) {
    JobSettings settings =
        new JobSettings(
            Optional.empty(),
            ContainerSettings.UNCHANGED,
            OptionalInt.of(1),
            OptionalInt.empty(),
            OptionalInt.of(3),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return new JobPlan(
        new JobKey(
            new ProjectId("example-project"), new Region("us-central1"), new JobName("migrate")),
        image
            ? Optional.of(
                ImageReference.parse("us-central1-docker.pkg.dev/example-project/apps/shop:v1"))
            : Optional.empty(),
        image ? Optional.of(settings) : Optional.empty(),
        Overrides.NONE,
        await,
        limit,
        new Account(Optional.of("key"), Optional.empty()));
  }

  private DurableEngine<JobRun> engine(
      String folder, FakeJobs jobs, Poller poller, Crash.At saves) {
    FileStore<JobRun> store = new FileStore<>(home.resolve(folder), new JobRunJson(SEAL));
    return new DurableEngine<>(
        new Crash.AfterSave<>(store, saves, jobs.afterEffect),
        new JobBehaviour(jobs, clock),
        poller,
        clock);
  }

  private JobRun run(JobPlan plan) {
    return run(plan, clock);
  }

  static JobRun run(JobPlan plan, Tempo clock) {
    return JobRun.start(
        "j-1", new Origin("team/shop", Optional.of(7), "alice"), plan, clock.instant());
  }

  static Settlement await(DurableEngine<JobRun> engine) throws Exception {
    CompletableFuture<Settlement> end = new CompletableFuture<>();
    Watcher watcher =
        new Watcher() {
          @Override
          public void line(Entry entry, int position) {}

          @Override
          public void settled(Settlement settlement) {
            end.complete(settlement);
          }
        };
    try (AutoCloseable watching = engine.watch("j-1", 0, watcher)) {
      return end.get(30, TimeUnit.SECONDS);
    }
  }

  private Settlement execute(FakeJobs jobs, JobPlan plan) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<JobRun> engine = engine("calm", jobs, poller, new Crash.At(0))) {
      engine.start(run(plan));
      return await(engine);
    }
  }

  @Test
  void createsTheJobRunsItAndReports() throws Exception {
    FakeJobs jobs = new FakeJobs();
    Settlement end = execute(jobs, plan(true, true, Duration.ofHours(1)));
    assertTrue(end.success(), end.message());
    assertEquals(List.of("update", "run"), jobs.effects);
    assertEquals("succeeded", end.result().get("outcome"));
    assertEquals(1, end.result().get("succeeded"));
    assertTrue(
        jobs.job.orElseThrow().image().orElseThrow().digest().isPresent(), "deployed by digest");
  }

  @Test
  void aFailedTaskIsNamedWithItsExitCode() throws Exception {
    FakeJobs jobs = new FakeJobs();
    jobs.exitCode = 3;
    Settlement end = execute(jobs, plan(true, true, Duration.ofHours(1)));
    assertFalse(end.success());
    assertEquals("failed", end.result().get("outcome"));
    assertTrue(end.message().contains("task 0 exited with code 3 after 4 attempts"), end.message());
  }

  @Test
  void aJobThatDoesNotExistIsSaid() throws Exception {
    FakeJobs jobs = new FakeJobs();
    Settlement end = execute(jobs, plan(false, true, Duration.ofHours(1)));
    assertFalse(end.success());
    assertTrue(
        end.message().contains("There is no job migrate in us-central1 of example-project"),
        end.message());
    assertTrue(jobs.effects.isEmpty());
  }

  @Test
  void withoutWaitingItEndsOnceStarted() throws Exception {
    FakeJobs jobs = new FakeJobs();
    jobs.looks = 1000;
    Settlement end = execute(jobs, plan(true, false, Duration.ofHours(1)));
    assertEquals("started", end.result().get("outcome"));
    assertEquals("migrate-1abcd", end.result().get("execution"));
  }

  @Test
  void anAbortCancelsTheExecution() throws Exception {
    FakeJobs jobs = new FakeJobs();
    jobs.looks = 100_000;
    try (Poller poller = Tempo.poller();
        DurableEngine<JobRun> engine = engine("abort", jobs, poller, new Crash.At(0))) {
      engine.start(run(plan(true, true, Duration.ofHours(1))));
      while (engine.find("j-1").orElseThrow().execution().isEmpty()) {
        Thread.sleep(1);
      }
      engine.command("j-1", new Command(Command.ABORT, "alice", "", clock.instant()));
      Settlement end = await(engine);
      assertEquals("aborted", end.result().get("outcome"));
      assertEquals(List.of("migrate-1abcd"), jobs.cancelled);
    }
  }

  @Test
  void theEndOfItsTimeCancelsTheExecution() throws Exception {
    FakeJobs jobs = new FakeJobs();
    jobs.looks = 100_000;
    Settlement end = execute(jobs, plan(true, true, Duration.ofSeconds(60)));
    assertEquals("cancelled", end.result().get("outcome"));
    assertTrue(end.message().contains("its time limit is over"), end.message());
  }

  @Test
  void anAmbiguousStartIsLookedForAndNotRepeated() throws Exception {
    FakeJobs jobs = new FakeJobs();
    jobs.nextRun.add(new Failure.Transient("Unavailable.", Optional.empty(), null));
    jobs.nextRun.add(new Failure.Ambiguous("Cut off.", null));
    Settlement end = execute(jobs, plan(true, true, Duration.ofHours(1)));
    assertTrue(end.success(), end.message());
    assertEquals(List.of("update", "run"), jobs.effects);
  }

  @Test
  void aSearchThatFailsInPassingDoesNotStartItAgain() throws Exception {
    FakeJobs jobs = new FakeJobs();
    jobs.answerIsLost = true;
    jobs.nextSearch.add(new Failure.Transient("Unavailable.", Optional.empty(), null));
    Settlement end = execute(jobs, plan(true, true, Duration.ofHours(1)));
    assertTrue(end.success(), end.message());
    assertEquals(List.of("update", "run"), jobs.effects);
  }

  @Test
  void endsTheSameWhereverItIsCutOff() throws Exception {
    FakeJobs calm = new FakeJobs();
    Crash.At saves = new Crash.At(0);
    String expected = end("reference", calm, saves);
    int cases = 0;
    for (int point = 1; point <= saves.count(); point++) {
      cutOff("save-" + point, new Crash.At(point), new Crash.At(0), expected);
      cases++;
    }
    for (int point = 1; point <= calm.effects.size(); point++) {
      cutOff("effect-" + point, new Crash.At(0), new Crash.At(point), expected);
      cases++;
    }
    System.out.println("Job crash test: " + cases + " cases");
    assertTrue(saves.count() >= 5, saves.count() + " saves");
  }

  private void cutOff(String name, Crash.At save, Crash.At effect, String expected)
      throws Exception {
    FakeJobs jobs = new FakeJobs();
    jobs.afterEffect = effect;
    jobs.gone = save;
    try (Poller poller = Tempo.poller();
        DurableEngine<JobRun> engine = engine(name, jobs, poller, save)) {
      try {
        engine.start(run(plan(true, true, Duration.ofHours(1))));
      } catch (Crash crash) {
        assertTrue(save.happened());
      }
      for (int i = 0; i < 20_000 && !save.happened() && !effect.happened(); i++) {
        Thread.sleep(1);
      }
      assertTrue(save.happened() || effect.happened(), name + " was never reached");
    }
    jobs.afterEffect = new Crash.At(0);
    jobs.gone = new Crash.At(0);
    assertEquals(expected, end(name, jobs, new Crash.At(0)), name);
  }

  private String end(String name, FakeJobs jobs, Crash.At saves) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<JobRun> engine = engine(name, jobs, poller, saves)) {
      engine.resume();
      engine.start(run(plan(true, true, Duration.ofHours(1))));
      Settlement end = await(engine);
      return end.result().get("outcome")
          + " "
          + end.result().get("execution")
          + " "
          + jobs.markers
          + " "
          + jobs.effects;
    }
  }
}
