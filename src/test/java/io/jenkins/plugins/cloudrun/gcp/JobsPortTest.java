package io.jenkins.plugins.cloudrun.gcp;

import static io.jenkins.plugins.cloudrun.gcp.Asked.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.emulator.Rig;
import io.jenkins.plugins.cloudrun.emulator.app.Batch;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.JobKey;
import io.jenkins.plugins.cloudrun.model.JobName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.ExecutionState;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.JobState;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs.Overrides;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Against the embedded Cloud Run. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class JobsPortTest {
  private static final List<String> COMMAND =
      List.of("/opt/java/bin/java", "-cp", "@/app/classpath", Batch.class.getName());

  private Rig rig;
  private String image;
  private Jobs jobs;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    rig = new Rig(data);
    image = rig.image("batch", Batch.class);
    jobs =
        new JobsPort(
            Asked.connection(
                rig.emulator().api().toString(),
                "access:" + Asked.DEPLOYER,
                Duration.ofSeconds(10)));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static JobKey key(String id) {
    return new JobKey(new ProjectId("demo-project"), new Region("europe-west1"), new JobName(id));
  }

  private JobSettings settings(int tasks, int retries, String cpu, String... args) {
    return new JobSettings(
        Optional.of(ImageReference.parse(image)),
        new ContainerSettings(
            Map.of("COLOUR", "red"),
            Map.of(),
            Optional.of(COMMAND),
            Optional.of(List.of(args)),
            cpu.isEmpty() ? Optional.empty() : Optional.of(cpu),
            Optional.empty(),
            OptionalInt.empty()),
        OptionalInt.of(tasks),
        OptionalInt.empty(),
        OptionalInt.of(retries),
        Optional.of(Duration.ofSeconds(50)),
        Optional.empty(),
        Map.of("team", "a"));
  }

  private JobState made(JobKey key, JobSettings settings) throws Exception {
    String operation = jobs.apply(key, Optional.empty(), settings).orElseThrow();
    for (int i = 0; i < 200 && !jobs.operation(key, operation).done(); i++) {
      Thread.sleep(50);
    }
    return jobs.job(key).orElseThrow();
  }

  private ExecutionState ended(JobKey key, String name) throws Exception {
    for (int i = 0; i < 600; i++) {
      ExecutionState state = jobs.execution(key, name).orElseThrow();
      if (state.ended()) {
        return state;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("never ended");
  }

  @Test
  void aJobIsMadeLeftAloneAndChanged() throws Exception {
    JobKey key = key("life");
    assertEquals(Optional.empty(), jobs.job(key));
    JobState first = made(key, settings(1, 0, "1", "ok"));
    assertTrue(first.ready().succeeded(), first.toString());
    assertEquals(image, first.image());

    long writes = rig.emulator().journal().count("UpdateJob");
    assertEquals(
        Optional.empty(), jobs.apply(key, Optional.of(first.etag()), settings(1, 0, "1", "ok")));
    assertEquals(writes, rig.emulator().journal().count("UpdateJob"));

    assertTrue(jobs.apply(key, Optional.of(first.etag()), settings(2, 0, "1", "ok")).isPresent());
    for (Optional<String> stale : List.of(Optional.of(first.etag()), Optional.<String>empty())) {
      Failure.Permanent conflict =
          assertInstanceOf(
              Failure.Permanent.class,
              failure(() -> jobs.apply(key, stale, settings(3, 0, "1", "ok"))));
      assertEquals(Failure.Reason.CONFLICT, conflict.reason());
      assertTrue(
          conflict.explanation().contains("last changed by " + Asked.DEPLOYER),
          conflict.explanation());
    }
  }

  @Test
  void anExecutionIsFoundByItsMarkAndRunsWithItsOverrides() throws Exception {
    JobKey key = key("marked");
    JobState unused = made(key, settings(2, 0, "", "fail"));
    assertEquals(Optional.empty(), jobs.started(key, "m-1"));
    String name =
        jobs.run(
            key,
            "m-1",
            new Overrides(
                Optional.of(List.of("ok")),
                Map.of("COLOUR", "blue"),
                OptionalInt.of(1),
                Optional.empty()));
    assertEquals(Optional.of(name), jobs.started(key, "m-1"));
    assertEquals(Optional.empty(), jobs.started(key, "m-2"));
    ExecutionState state = ended(key, name);
    assertTrue(state.completed().succeeded(), state.toString());
    assertEquals(1, state.taskCount());
    assertEquals(1, state.succeeded());
    assertEquals(1, state.tasks().size());
    assertEquals(OptionalInt.of(0), state.tasks().get(0).exitCode());
    assertEquals(1, state.tasks().get(0).attempts());
    jobs.cancel(key, name);
    assertTrue(jobs.execution(key, name).orElseThrow().completed().succeeded());
  }

  @Test
  void aRunWhoseAnswerIsLostIsFoundAgain() throws Exception {
    JobKey key = key("lost");
    JobState unused = made(key, settings(1, 0, "", "ok"));
    rig.emulator().faults().loseAnswer("RunJob");
    assertInstanceOf(
        Failure.Ambiguous.class, failure(() -> jobs.run(key, "m-lost", Overrides.NONE)));
    assertTrue(jobs.started(key, "m-lost").isPresent());
  }

  @Test
  void tasksThatFailSayHow() throws Exception {
    JobKey key = key("failing");
    JobState unused = made(key, settings(1, 1, "", "fail"));
    ExecutionState state = ended(key, jobs.run(key, "m", Overrides.NONE));
    assertTrue(state.completed().failed());
    assertEquals(1, state.failed());
    assertEquals(OptionalInt.of(3), state.tasks().get(0).exitCode());
    assertEquals(2, state.tasks().get(0).attempts());
    assertFalse(state.completed().message().isEmpty());
  }

  @Test
  void oneCallSaysWhichOfTheNewestGoOn() throws Exception {
    JobKey key = key("several");
    JobState unused = made(key, settings(1, 0, "", "hang"));
    String first = jobs.run(key, "m-1", Overrides.NONE);
    String second = jobs.run(key, "m-2", Overrides.NONE);
    String third = jobs.run(key, "m-3", Overrides.NONE);
    jobs.cancel(key, second);
    assertTrue(ended(key, second).completed().failed());
    long calls = rig.emulator().journal().count("ListExecutions");
    assertEquals(Set.of(first, third), jobs.ongoing(key, 100));
    assertEquals(calls + 1, rig.emulator().journal().count("ListExecutions"));
    assertEquals(Set.of(third), jobs.ongoing(key, 1), "the newest comes first");
    jobs.cancel(key, first);
    jobs.cancel(key, third);
  }

  @Test
  void cancellingTwiceIsLikeCancellingOnce() throws Exception {
    JobKey key = key("cancelled");
    JobState unused = made(key, settings(1, 0, "", "hang"));
    String name = jobs.run(key, "m", Overrides.NONE);
    assertEquals(Set.of(name), jobs.ongoing(key, 10));
    jobs.cancel(key, name);
    jobs.cancel(key, name);
    ExecutionState state = ended(key, name);
    assertEquals(Set.of(), jobs.ongoing(key, 10));
    assertEquals("CANCELLED", state.completed().reason(), state.toString());
    assertEquals(1, state.cancelled());
    jobs.cancel(key, name);
    jobs.cancel(key, "cancelled-none");
    assertEquals(OptionalInt.empty(), state.tasks().get(0).exitCode());
  }
}
