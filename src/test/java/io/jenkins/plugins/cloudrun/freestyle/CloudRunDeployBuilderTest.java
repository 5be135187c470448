package io.jenkins.plugins.cloudrun.freestyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.NameValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CloudRunDeployBuilderTest {
  private final FakePlatform platform = new FakePlatform();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
  private final BuildListener listener = () -> out;

  @AfterEach
  void close() {
    platform.close();
  }

  private static DeploySettings settings() {
    DeploySettings settings = new DeploySettings("shop-${STAGE}");
    settings.setImage("europe-docker.pkg.dev/my-project/apps/shop:$BUILD_NUMBER");
    settings.setProject("my-project");
    settings.setRegion("europe-west1");
    settings.setEnv(List.of(new NameValue("STAGE", "$STAGE")));
    return settings;
  }

  /** A build step on its executor's thread. */
  private final class Running {
    final CompletableFuture<Boolean> end = new CompletableFuture<>();
    final Thread executor;

    Running(DeploySettings settings, FakeBuild build) {
      executor =
          new Thread(
              () -> {
                try {
                  end.complete(new CloudRunDeployBuilder(settings).perform(build, null, listener));
                } catch (Throwable e) {
                  end.completeExceptionally(e);
                }
              });
      executor.start();
    }

    Throwable failure() throws Exception {
      try {
        throw new AssertionError("the builder returned " + end.get(10, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        return e.getCause();
      }
    }
  }

  @Test
  void variablesAreExpandedAndResultsBecomeVariables() throws Exception {
    FakeBuild build = new FakeBuild();
    Running running = new Running(settings(), build);
    platform.rollouts.awaitWatched();
    Rollout rollout = platform.rollouts.values.values().iterator().next();
    assertEquals("shop-test", rollout.plan().service().value());
    assertEquals("9", rollout.plan().image().orElseThrow().tag().orElseThrow());
    assertEquals(Map.of("STAGE", "test"), rollout.plan().revision().container().env());
    platform.rollouts.say(Entry.LOG, "hello");
    platform.rollouts.settle(
        true,
        "",
        Map.of(
            "outcome", "succeeded",
            "previousRevision", "shop-1",
            "tagUrl", "",
            "generation", 3L,
            "traffic", List.of()));
    assertTrue(running.end.get(10, TimeUnit.SECONDS));
    EnvVars env = new EnvVars();
    build.getAction(CloudRunVariables.class).buildEnvironment(build, env);
    assertEquals(
        Map.of(
            "CLOUD_RUN_OUTCOME", "succeeded",
            "CLOUD_RUN_PREVIOUS_REVISION", "shop-1",
            "CLOUD_RUN_GENERATION", "3"),
        env);
    assertEquals(
        List.of(
            "Cloud Run service shop-test in europe-west1 of my-project (rollout page, Google Cloud"
                + " console, logs)",
            "    | hello"),
        log.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void aFailureFailsTheBuildWithItsMessage() throws Exception {
    Running running = new Running(settings(), new FakeBuild());
    platform.rollouts.awaitWatched();
    platform.rollouts.settle(false, "The gate refused.", Map.of("outcome", "rolled_back"));
    assertEquals(
        "The gate refused.",
        assertInstanceOf(AbortException.class, running.failure()).getMessage());
  }

  @Test
  void aFailureThatIsNotToFailIsAVariable() throws Exception {
    DeploySettings settings = settings();
    settings.setFailBuild(false);
    FakeBuild build = new FakeBuild();
    Running running = new Running(settings, build);
    platform.rollouts.awaitWatched();
    platform.rollouts.settle(false, "The gate refused.", Map.of("outcome", "rolled_back"));
    assertTrue(running.end.get(10, TimeUnit.SECONDS));
    EnvVars env = new EnvVars();
    build.getAction(CloudRunVariables.class).buildEnvironment(build, env);
    assertEquals("rolled_back", env.get("CLOUD_RUN_OUTCOME"));
    assertTrue(log.toString(StandardCharsets.UTF_8).contains("WARNING: The gate refused."));
  }

  @Test
  void anAbortAsksTheEngineAndWaitsForWhatItUndoes() throws Exception {
    Running running = new Running(settings(), new FakeBuild());
    platform.rollouts.awaitWatched();
    running.executor.interrupt();
    platform.rollouts.awaitCommand();
    assertEquals(Command.ABORT, platform.rollouts.commands.get(0).kind());
    assertFalse(running.end.isDone(), "traffic is not back yet");
    platform.rollouts.say(Entry.INFO, "Traffic is back");
    platform.rollouts.settle(false, "Aborted.", Map.of("outcome", "aborted"));
    assertInstanceOf(InterruptedException.class, running.failure());
    assertTrue(log.toString(StandardCharsets.UTF_8).contains("Traffic is back"));
  }

  @Test
  void twoBuildersInOneBuildAreTwoRollouts() throws Exception {
    FakeBuild build = new FakeBuild();
    for (int i = 0; i < 2; i++) {
      Running running = new Running(settings(), build);
      platform.rollouts.awaitWatched();
      platform.rollouts.settle(true, "", Map.of("outcome", "succeeded"));
      running.end.get(10, TimeUnit.SECONDS);
      platform.rollouts.restart();
    }
    List<String> ids = List.copyOf(platform.rollouts.values.keySet());
    assertEquals(2, ids.size());
    assertNotEquals(ids.get(0), ids.get(1));
  }

  @Test
  void aRefusedParameterFailsWithItsMessage() throws Exception {
    DeploySettings settings = settings();
    settings.setRegion("$NOWHERE");
    String message =
        assertInstanceOf(AbortException.class, new Running(settings, new FakeBuild()).failure())
            .getMessage();
    assertTrue(message.startsWith("region: '$NOWHERE' is not a region"), message);
    assertEquals(Map.of(), platform.rollouts.values);
  }

  /** A job. */
  private abstract static class FakeProject extends AbstractProject<FakeProject, FakeBuild> {
    FakeProject() {
      super(null, "shop");
    }
  }

  /** A build with a variable of its own. */
  private static final class FakeBuild extends AbstractBuild<FakeProject, FakeBuild> {
    FakeBuild() throws IOException {
      super(new FakeProject() {});
      number = 9;
    }

    @Override
    public void run() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<User> getCulprits() {
      return Set.of();
    }

    @Override
    public EnvVars getEnvironment(TaskListener listener) {
      return new EnvVars("BUILD_NUMBER", "9");
    }

    @Override
    public Map<String, String> getBuildVariables() {
      return Map.of("STAGE", "test");
    }
  }
}
