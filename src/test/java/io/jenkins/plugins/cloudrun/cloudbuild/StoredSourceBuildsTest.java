package io.jenkins.plugins.cloudrun.cloudbuild;

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

/** Builds in the cloud that earlier versions of the plugin stored are read whole. */
class StoredSourceBuildsTest {
  private static final String KIND = "source-builds";
  private static final SourceBuildJson JSON = new SourceBuildJson(Golden.PLAIN);

  @Test
  void nothingOfAnyFormIsLost() throws Exception {
    Map<String, String> files = Golden.files(KIND);
    assertTrue(files.size() >= 8, files.keySet().toString());
    for (Map.Entry<String, String> file : files.entrySet()) {
      SourceBuild run = JSON.read(file.getValue());
      assertEquals(List.of(), Golden.lost(file.getValue(), JSON.write(run)), file.getKey());
      assertEquals(run, JSON.read(JSON.write(run)), file.getKey());
    }
  }

  /** Writes the files of today's form. Argument: the form's name. */
  public static void main(String[] arguments) throws Exception {
    record("", arguments[0]);
    record("aborted-", arguments[0]);
  }

  private static void record(String prefix, String form) throws Exception {
    FakeBuilds builds = new FakeBuilds();
    Tempo clock = new Tempo();
    if (prefix.isEmpty()) {
      builds.nextSubmit.add(new Failure.Transient("Unavailable.", Optional.empty(), null));
    } else {
      builds.looks = 100_000;
    }
    Golden.Recorder<SourceBuild> store =
        new Golden.Recorder<>(
            new FileStore<>(Files.createTempDirectory("stored-source-builds"), JSON),
            JSON,
            run -> prefix + state(run));
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine =
            new DurableEngine<>(store, new SourceBehaviour(builds, clock), poller, clock)) {
      engine.start(SourceBuildRig.build(SourceBuildRig.plan(false, Duration.ofHours(1)), clock));
      while (!prefix.isEmpty() && engine.find("s-1").orElseThrow().build().isEmpty()) {
        Thread.sleep(1);
      }
      if (!prefix.isEmpty()) {
        engine.command("s-1", new Command(Command.ABORT, "carol", "not now", clock.instant()));
      }
      while (engine.find("s-1").orElseThrow().settlement().isEmpty()) {
        Thread.sleep(1);
      }
    }
    store.write(KIND, form);
  }

  private static String state(SourceBuild run) {
    return run.phase().name().toLowerCase(Locale.ROOT)
        + (run.build().isPresent() ? "-build" : "")
        + (run.digest().isPresent() ? "-digest" : "")
        + (run.failures() > 0 ? "-failing" : "")
        + (run.ending().isPresent() ? "-ending" : "")
        + (run.command().isPresent() ? "-with-command" : "");
  }
}
