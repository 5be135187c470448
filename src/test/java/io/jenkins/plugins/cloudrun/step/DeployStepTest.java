package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.NameValue;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeployStepTest {
  private final FakePlatform platform = new FakePlatform();

  @AfterEach
  void close() {
    platform.close();
  }

  private static DeploySettings settings() {
    DeploySettings settings = new DeploySettings("shop");
    settings.setImage("europe-docker.pkg.dev/my-project/apps/shop:1");
    settings.setProject("my-project");
    settings.setRegion("europe-west1");
    settings.setEnv(List.of(new NameValue("TOKEN", "hunter2")));
    return settings;
  }

  private static StepExecution step(FakeContext context, DeploySettings settings) throws Exception {
    return new DeployStep(settings).start(context);
  }

  private Rollout started() {
    assertEquals(1, platform.rollouts.values.size());
    return platform.rollouts.values.values().iterator().next();
  }

  @Test
  void aRolloutIsHandedToTheEngineAndWatchedOffTheCallersThread() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    StepExecution step = step(context, settings());
    assertFalse(step.start());
    platform.rollouts.awaitWatched();
    Rollout rollout = started();
    assertTrue(rollout.id().matches("d-[0-9a-f]{20}"), rollout.id());
    assertEquals("team", rollout.origin().item());
    assertEquals(Optional.of(7), rollout.origin().run());
    assertEquals("hunter2", rollout.plan().revision().container().env().get("TOKEN"));
    assertFalse(platform.rollouts.callers.contains(Thread.currentThread()));
    assertEquals(rollout.status(), step.getStatus());
    assertFalse(context.isOver());
  }

  @Test
  void theHistoryIsTheLogAndTheResultTheReturnValue() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    step(context, settings()).start();
    platform.rollouts.awaitWatched();
    platform.rollouts.say(Entry.INFO, "Deploying");
    platform.rollouts.say(Entry.VERDICT, "healthy");
    platform.rollouts.say(Entry.WARNING, "slow");
    platform.rollouts.say(Entry.LOG, "listening\non 8080");
    platform.rollouts.settle(
        true, "", Map.of("outcome", "succeeded", "traffic", List.of(Map.of("percent", 100))));
    assertEquals(
        List.of(
            "Cloud Run service shop in europe-west1 of my-project (rollout page, Google Cloud"
                + " console, logs)",
            "[0:00]   Deploying",
            "[0:00]   Verdict: healthy",
            "[0:00]   WARNING: slow",
            "    | listening on 8080"),
        context.log());
    Map<?, ?> result = assertInstanceOf(LinkedHashMap.class, context.result());
    assertEquals("succeeded", result.get("outcome"));
    assertInstanceOf(java.util.ArrayList.class, result.get("traffic"));
    // Whatever a Pipeline keeps is saved with the program.
    FakeContext.saved(result);
  }

  @Test
  void aFailureFailsTheBuildWithItsMessageAlone() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    step(context, settings()).start();
    platform.rollouts.awaitWatched();
    platform.rollouts.settle(false, "The gate refused.", Map.of("outcome", "rolled_back"));
    Throwable failure = assertInstanceOf(AbortException.class, context.failure());
    assertEquals("The gate refused.", failure.getMessage());
  }

  @Test
  void aFailureIsReturnedWhenItIsNotToFailTheBuild() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    DeploySettings settings = settings();
    settings.setFailBuild(false);
    step(context, settings).start();
    platform.rollouts.awaitWatched();
    platform.rollouts.settle(false, "The gate refused.", Map.of("outcome", "rolled_back"));
    assertEquals(Map.of("outcome", "rolled_back"), context.result());
    assertEquals("WARNING: The gate refused.", context.log().get(1));
  }

  @Test
  void anAbortAsksTheEngineAndEndsWhenItHasUndone() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    DeploySettings settings = settings();
    settings.setFailBuild(false);
    StepExecution step = step(context, settings);
    step.start();
    platform.rollouts.awaitWatched();
    FlowInterruptedException cause =
        new FlowInterruptedException(Result.ABORTED, new Because("Aborted by Ada"));
    step.stop(cause);
    platform.rollouts.awaitCommand();
    assertFalse(context.isOver(), "traffic is not back yet");
    Command command = platform.rollouts.commands.get(0);
    assertEquals(Command.ABORT, command.kind());
    assertEquals("team #7", command.actor());
    assertEquals("Aborted by Ada", command.reason());
    assertFalse(platform.rollouts.callers.contains(Thread.currentThread()));
    platform.rollouts.settle(false, "Aborted.", Map.of("outcome", "aborted"));
    assertSame(cause, context.failure());
    step.stop(cause);
    assertEquals(1, context.ends);
  }

  @Test
  void anAbortBeforeTheStartStartsNothing() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    StepExecution step = step(context, settings());
    FlowInterruptedException cause = new FlowInterruptedException(Result.ABORTED);
    step.stop(cause);
    assertSame(cause, context.failure());
    step.start();
    platform.rollouts.awaitWatched();
    assertEquals(Map.of(), platform.rollouts.values);
    assertEquals(1, context.ends);
  }

  @Test
  void anAbortFromElsewhereIsNeverSwallowed() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    DeploySettings settings = settings();
    settings.setFailBuild(false);
    step(context, settings).start();
    platform.rollouts.awaitWatched();
    platform.rollouts.settle(false, "Aborted by Bo: wrong day.", Map.of("outcome", "aborted"));
    FlowInterruptedException failure =
        assertInstanceOf(FlowInterruptedException.class, context.failure());
    assertEquals(Result.ABORTED, failure.getResult());
    assertEquals("Aborted by Bo: wrong day.", failure.getCauses().get(0).getShortDescription());
  }

  /** Otherwise a killed Jenkins would tell the whole history again. */
  @Test
  void eachLineHasItsPositionSaved() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    step(context, settings()).start();
    platform.rollouts.awaitWatched();
    for (int i = 0; i < 3; i++) {
      int before = context.saves;
      platform.rollouts.say(Entry.INFO, "line " + i);
      for (int wait = 0; wait < 2000 && context.saves == before; wait++) {
        Thread.sleep(10);
      }
      assertTrue(context.saves > before, "line " + i);
    }
  }

  @Test
  void aRestartGoesOnWhereTheLogEnded() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    StepExecution step = step(context, settings());
    step.start();
    platform.rollouts.awaitWatched();
    platform.rollouts.say(Entry.INFO, "one");
    byte[] saved = FakeContext.saved(step);
    platform.rollouts.restart();
    platform.rollouts.say(Entry.INFO, "two");
    FakeContext.loaded(StepExecution.class, saved).onResume();
    platform.rollouts.awaitWatched();
    platform.rollouts.settle(true, "", Map.of("outcome", "succeeded"));
    assertEquals(Map.of("outcome", "succeeded"), context.result());
    assertEquals(List.of("[0:00]   one", "[0:00]   two"), context.log().subList(1, 3));
    assertEquals(List.of(0, 1), platform.rollouts.positions);
    assertEquals(1, platform.rollouts.values.size());
  }

  @Test
  void aRestartBeforeTheEngineHadItStartsTheSameAgain() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    StepExecution step = step(context, settings());
    step.start();
    platform.rollouts.awaitWatched();
    Rollout before = started();
    byte[] saved = FakeContext.saved(step);
    platform.rollouts.values.clear();
    platform.rollouts.restart();
    FakeContext.loaded(StepExecution.class, saved).onResume();
    platform.rollouts.awaitWatched();
    assertEquals(before.id(), started().id());
    assertEquals(before.plan(), started().plan());
  }

  @Test
  void anAgentThatIsLostIsNotMissed() throws Exception {
    assertFalse(new DeployStep.DescriptorImpl().getRequiredContext().contains(FilePath.class));
    FakeContext context = new FakeContext("team", 7, "12").with(new FilePath(new File(".")));
    StepExecution step = step(context, settings());
    step.start();
    platform.rollouts.awaitWatched();
    byte[] saved = FakeContext.saved(step);
    context.without(FilePath.class);
    platform.rollouts.restart();
    FakeContext.loaded(StepExecution.class, saved).onResume();
    platform.rollouts.awaitWatched();
    platform.rollouts.settle(true, "", Map.of("outcome", "succeeded"));
    assertEquals(Map.of("outcome", "succeeded"), context.result());
  }

  @Test
  void whatIsSavedHoldsNoValueOfAVariable() throws Exception {
    StepExecution step = step(new FakeContext("team", 7, "12"), settings());
    step.start();
    platform.rollouts.awaitWatched();
    String bytes = new String(FakeContext.saved(step), StandardCharsets.ISO_8859_1);
    assertTrue(bytes.contains("sealedPlan"));
    assertFalse(bytes.contains("hunter2"));
  }

  @Test
  void aRefusedParameterStartsNothing() throws Exception {
    DeploySettings settings = settings();
    settings.setTimeout("soon");
    StepExecution step = step(new FakeContext("team", 7, "12"), settings);
    AbortException refusal = assertThrows(AbortException.class, step::start);
    assertTrue(refusal.getMessage().startsWith("timeout: 'soon'"), refusal.getMessage());
    assertEquals(List.of(), platform.rollouts.callers);
  }

  @Test
  void twoDeploysInOneBuildAreTwoRollouts() throws Exception {
    step(new FakeContext("team", 7, "12"), settings()).start();
    platform.rollouts.awaitWatched();
    platform.rollouts.restart();
    step(new FakeContext("team", 7, "13"), settings()).start();
    platform.rollouts.awaitWatched();
    List<String> ids = List.copyOf(platform.rollouts.values.keySet());
    assertEquals(2, ids.size());
    assertNotEquals(ids.get(0), ids.get(1));
  }

  @Test
  void argumentsAreShownWithoutTheirValues() {
    DeployStep.DescriptorImpl descriptor = new DeployStep.DescriptorImpl();
    Map<String, Object> flat = Map.of("service", "shop", "env", Map.of("TOKEN", "hunter2"));
    assertEquals("shop", descriptor.argumentsToString(flat));
    assertEquals("shop", descriptor.argumentsToString(Map.of("settings", flat)));
  }

  /** A cause with a description. */
  private static final class Because extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;
    private final String description;

    Because(String description) {
      this.description = description;
    }

    @Override
    public String getShortDescription() {
      return description;
    }
  }
}
