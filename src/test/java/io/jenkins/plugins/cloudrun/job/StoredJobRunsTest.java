package io.jenkins.plugins.cloudrun.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Job executions that earlier versions of the plugin stored are read whole. */
class StoredJobRunsTest {
  private static final String KIND = "job-runs";
  private static final JobRunJson JSON = new JobRunJson(Golden.PLAIN);

  @Test
  void nothingOfAnyFormIsLost() throws Exception {
    Map<String, String> files = Golden.files(KIND);
    assertTrue(files.size() >= 8, files.keySet().toString());
    for (Map.Entry<String, String> file : files.entrySet()) {
      JobRun run = JSON.read(file.getValue());
      assertEquals(List.of(), Golden.lost(file.getValue(), JSON.write(run)), file.getKey());
      assertEquals(run, JSON.read(JSON.write(run)), file.getKey());
    }
  }

  /** Writes the files of today's form. Argument: the form's name. */
  public static void main(String[] arguments) throws Exception {
    record("", Duration.ofHours(1), arguments[0]);
    record("aborted-", Duration.ofHours(1), arguments[0]);
  }

  private static void record(String prefix, Duration limit, String form) throws Exception {
    FakeJobs jobs = new FakeJobs();
    Tempo clock = new Tempo();
    if (prefix.isEmpty()) {
      jobs.nextRun.add(new Failure.Transient("Unavailable.", Optional.empty(), null));
    } else {
      jobs.looks = 100_000;
    }
    Golden.Recorder<JobRun> store =
        new Golden.Recorder<>(
            new FileStore<>(Files.createTempDirectory("stored-job-runs"), JSON),
            JSON,
            run -> prefix + state(run));
    try (Poller poller = Tempo.poller();
        DurableEngine<JobRun> engine =
            new DurableEngine<>(store, new JobBehaviour(jobs, clock), poller, clock)) {
      engine.start(JobRunTest.run(JobRunTest.plan(true, true, limit), clock));
      while (!prefix.isEmpty() && engine.find("j-1").orElseThrow().execution().isEmpty()) {
        Thread.sleep(1);
      }
      if (!prefix.isEmpty()) {
        engine.command("j-1", new Command(Command.ABORT, "carol", "not now", clock.instant()));
      }
      JobRunTest.await(engine);
    }
    store.write(KIND, form);
  }

  private static String state(JobRun run) {
    return run.phase().name().toLowerCase(Locale.ROOT)
        + (run.operation().isPresent() ? "-operation" : "")
        + (run.execution().isPresent() ? "-execution" : "")
        + (run.failures() > 0 ? "-failing" : "")
        + (run.ending().isPresent() ? "-ending" : "")
        + (run.command().isPresent() ? "-with-command" : "");
  }
}
