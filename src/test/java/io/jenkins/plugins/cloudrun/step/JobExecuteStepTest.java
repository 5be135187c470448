package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.job.JobRun;
import io.jenkins.plugins.cloudrun.settings.JobSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobExecuteStepTest {
  private final FakePlatform platform = new FakePlatform();

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void anExecutionIsHandedToTheEngineWithItsPlan() throws Exception {
    JobSettings settings = new JobSettings("shop-migrate");
    settings.setProject("my-project");
    settings.setRegion("europe-west1");
    settings.setArgs(List.of("migrate"));
    settings.setWait(false);
    FakeContext context = new FakeContext("team", 7, "12");
    StepExecution step = new JobExecuteStep(settings).start(context);
    assertFalse(step.start());
    platform.jobRuns.awaitWatched();
    JobRun run = platform.jobRuns.values.values().iterator().next();
    assertTrue(run.id().matches("j-[0-9a-f]{20}"), run.id());
    assertEquals("shop-migrate", run.plan().key().job().value());
    assertEquals(Optional.of(List.of("migrate")), run.plan().overrides().args());
    assertFalse(run.plan().await());
    platform.jobRuns.settle(true, "", Map.of("outcome", "started"));
    assertEquals(Map.of("outcome", "started"), context.result());
  }
}
