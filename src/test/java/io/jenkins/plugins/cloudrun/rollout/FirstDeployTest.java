package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cloud Run lets the first revision of a service serve at once. */
class FirstDeployTest {
  @TempDir Path home;

  @Test
  void saysThatNobodyIsAskedToApproveIt() throws Exception {
    Approval approval = new Approval(List.of("ada"), Duration.ofHours(4), 50, List.of());
    Plan plan =
        Scenario.with(Scenario.canary(), new Policy(Concurrent.WAIT, false, Optional.of(approval)));
    Scenario scenario = new Scenario(home);
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = scenario.engine(poller, new Crash.At(0))) {
      engine.start(scenario.rollout(plan));
      Settlement end = scenario.await(engine, "r-1");
      assertTrue(end.success(), end.message());
      String history = engine.find("r-1").orElseThrow().history().toString();
      assertTrue(history.contains("nothing to roll back to; nobody is asked"), history);
    }
  }
}
