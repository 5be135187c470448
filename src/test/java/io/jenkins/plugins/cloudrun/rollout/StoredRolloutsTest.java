package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts that earlier versions of the plugin stored are read whole, and driven to their end. */
class StoredRolloutsTest {
  private static final String KIND = "rollouts";
  private static final RolloutJson JSON = new RolloutJson(Golden.PLAIN);

  @TempDir Path home;

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @Test
  void nothingOfAnyFormIsLost() throws Exception {
    Map<String, String> files = Golden.files(KIND);
    assertTrue(files.size() >= 20, files.keySet().toString());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Rollout rollout = JSON.read(file.getValue());
      assertEquals(List.of(), Golden.lost(file.getValue(), JSON.write(rollout)), file.getKey());
      assertEquals(rollout, JSON.read(JSON.write(rollout)), file.getKey());
    }
  }

  @Test
  void anUpgradeInFlightChangesNothingOfTheEnd() throws Exception {
    int cases = 0;
    for (Map.Entry<String, String> file : Golden.files(KIND).entrySet()) {
      Rollout stored = JSON.read(file.getValue());
      boolean healthy = file.getKey().contains("/healthy");
      if (stored.settlement().isEmpty() && (healthy || file.getKey().contains("/unhealthy"))) {
        assertEquals(
            healthy ? "succeeded, 100 % LATEST" : "rolled_back, 100 % " + Scenario.OLD,
            upgraded(file.getKey(), stored, healthy ? 200 : 503),
            file.getKey());
        cases++;
      }
    }
    System.out.println("Upgrades in flight: " + cases + " cases");
    assertTrue(cases >= 15, cases + " cases");
  }

  /**
   * The cloud as it is when a rollout has that state, and then the file that another version wrote.
   */
  private String upgraded(String name, Rollout stored, int status) throws Exception {
    Path folder = home.resolve(name.replace('/', '-'));
    Scenario scenario = new Scenario(folder);
    scenario.serving();
    scenario.cloud.status = status;
    Crash.At there = new Crash.At(1);
    scenario.cloud.gone = there;
    FileStore<Rollout> store = new FileStore<>(folder, new RolloutJson(Scenario.SEAL));
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                new StopAt(store, state(stored), there),
                new RolloutBehaviour(scenario.cloud, scenario.clock),
                poller,
                scenario.clock)) {
      try {
        engine.start(scenario.rollout(Scenario.canaryForEveryone()));
      } catch (Crash crash) {
        assertTrue(there.happened());
      }
      for (int i = 0; i < 20_000 && !there.happened(); i++) {
        Thread.sleep(1);
      }
      assertTrue(there.happened(), name + " was never reached");
    }
    scenario.cloud.gone = new Crash.At(0);
    Files.writeString(
        folder.resolve("active/r-1.json"), new RolloutJson(Scenario.SEAL).write(stored));
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = again(scenario, store, stored, poller)) {
      engine.resume();
      String end = Scenario.outcome(scenario.await(engine, "r-1"));
      return end + ", " + Split.text(scenario.cloud.services.get(Scenario.KEY).traffic);
    }
  }

  /** Jenkins is back at once: what was stored has not run out of time. */
  private static DurableEngine<Rollout> again(
      Scenario scenario, FileStore<Rollout> store, Rollout stored, Poller poller) {
    Tempo clock = new Tempo(stored.since().plusSeconds(1));
    return new DurableEngine<>(store, new RolloutBehaviour(scenario.cloud, clock), poller, clock);
  }

  /** Ends the process when a state is saved for the first time. */
  private record StopAt(FileStore<Rollout> store, String state, Crash.At at)
      implements io.jenkins.plugins.cloudrun.durable.Store<Rollout> {
    @Override
    public List<Rollout> unsettled() {
      return store.unsettled();
    }

    @Override
    public Optional<Rollout> find(String id) {
      return store.find(id);
    }

    @Override
    public void save(Rollout value) {
      if (at.happened()) {
        at.pass("gone");
      }
      store.save(value);
      if (StoredRolloutsTest.state(value).equals(state)) {
        at.pass("in " + state);
      }
    }
  }

  /** Names what a rollout remembers of its phase, without instants. */
  static String state(Rollout rollout) {
    Phase phase = rollout.phase();
    String more = "";
    if (phase instanceof Queued queued) {
      more = queued.told() ? "-told" : "";
    } else if (phase instanceof Deploying deploying) {
      more = sent(deploying.sent(), deploying.operation());
    } else if (phase instanceof Tagging tagging) {
      more = sent(tagging.sent(), tagging.operation());
    } else if (phase instanceof Approving approving) {
      more = "-" + approving.watch().stop() + (rollout.ruling().isPresent() ? "-answered" : "");
    } else if (phase instanceof Publishing publishing) {
      more = sent(publishing.sent(), Optional.empty());
    } else if (phase instanceof Gating gating) {
      more = "-" + gating.stop() + (gating.told() ? "-told" : "") + "-passes-" + gating.passes();
    } else if (phase instanceof Shifting shifting) {
      more = "-" + shifting.stop() + sent(shifting.sent(), shifting.operation());
    } else if (phase instanceof Baking baking) {
      more = "-" + baking.stop();
    } else if (phase instanceof RollingBack rollback) {
      more = sent(rollback.sent(), rollback.operation());
    } else if (phase instanceof Finished finished) {
      more = "-" + finished.outcome().text().replace('_', '-');
    }
    return phase.kind() + more;
  }

  private static String sent(boolean sent, Optional<String> operation) {
    return (sent ? "-sent" : "") + (operation.isPresent() ? "-operation" : "");
  }

  /** Writes the files of today's form. Argument: the form's name. */
  public static void main(String[] arguments) throws Exception {
    Path home = Files.createTempDirectory("stored-rollouts");
    record(home.resolve("healthy"), 200, arguments[0]);
    record(home.resolve("unhealthy"), 503, arguments[0]);
    recordAborted(home.resolve("aborted"), arguments[0]);
  }

  private static void record(Path home, int status, String form) throws Exception {
    Scenario scenario = new Scenario(home);
    scenario.serving();
    scenario.cloud.status = status;
    Golden.Recorder<Rollout> store = recorder(home, status == 200 ? "healthy-" : "unhealthy-");
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                store,
                new RolloutBehaviour(scenario.cloud, scenario.clock),
                poller,
                scenario.clock)) {
      engine.start(scenario.rollout(Scenario.canaryForEveryone()));
      scenario.await(engine, "r-1");
    }
    store.write(KIND, form);
  }

  /** One that waits for another, and is aborted; the other is, while it bakes. */
  private static void recordAborted(Path home, String form) throws Exception {
    Scenario scenario = new Scenario(home);
    scenario.serving();
    Golden.Recorder<Rollout> store = recorder(home, "aborted-");
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                store,
                new RolloutBehaviour(scenario.cloud, scenario.clock),
                poller,
                scenario.clock)) {
      engine.start(scenario.rollout(Scenario.canary()));
      engine.start(
          Rollout.start(
              "r-2",
              new Origin("team/shop", Optional.empty(), "bob"),
              Scenario.canary(),
              scenario.clock.instant()));
      while (!(engine.find("r-1").orElseThrow().phase() instanceof Baking)) {
        Thread.sleep(1);
      }
      Command abort =
          new Command(Command.ABORT, "carol", "wrong version", scenario.clock.instant());
      engine.command("r-2", abort);
      engine.command("r-1", abort);
      scenario.await(engine, "r-1");
      scenario.await(engine, "r-2");
    }
    store.write(KIND, form);
  }

  private static Golden.Recorder<Rollout> recorder(Path home, String prefix) {
    return new Golden.Recorder<>(
        new FileStore<>(home, JSON),
        JSON,
        rollout ->
            prefix + state(rollout) + (rollout.command().isPresent() ? "-with-command" : ""));
  }
}
