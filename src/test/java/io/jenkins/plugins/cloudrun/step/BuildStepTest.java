package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.cloudrun.front.BuildCommits;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import io.jenkins.plugins.cloudrun.settings.NameValue;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BuildStepTest {
  private static final String IMAGE = "europe-docker.pkg.dev/my-project/apps/shop";
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final ImageAnswer ANSWER =
      new ImageAnswer(
          IMAGE, DIGEST, IMAGE + "@" + DIGEST, List.of(SHA), SHA, "", 1, 1, 0, 0, List.of(), 0.5);

  private final FakePlatform platform = new FakePlatform();
  private final BlockingQueue<Work> asked = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    platform.close();
  }

  private static BuildSettings settings() {
    BuildSettings settings = new BuildSettings(IMAGE);
    settings.setJar("shop.jar");
    settings.setEnv(List.of(new NameValue("TOKEN", "hunter2")));
    return settings;
  }

  /** A workspace on an agent that answers when the test says. */
  private FilePath workspace() {
    VirtualChannel channel =
        (VirtualChannel)
            Proxy.newProxyInstance(
                VirtualChannel.class.getClassLoader(),
                new Class<?>[] {VirtualChannel.class},
                (proxy, method, arguments) -> {
                  if (!method.getName().equals("callAsync")) {
                    throw new UnsupportedOperationException(method.getName());
                  }
                  Work work = new Work();
                  asked.add(work);
                  return work;
                });
    return new FilePath(channel, "/workspace");
  }

  private FakeContext context() throws Exception {
    return new FakeContext("team", 7, "12").with(workspace());
  }

  private Work work() throws Exception {
    Work work = asked.poll(10, TimeUnit.SECONDS);
    assertTrue(work != null, "the agent was not asked");
    return work;
  }

  @Test
  void theAgentsAnswerIsTheReturnValue() throws Exception {
    FakeContext context = context();
    StepExecution step = new BuildStep(settings()).start(context);
    assertFalse(step.start());
    Work work = work();
    assertFalse(context.isOver());
    work.complete(ANSWER);
    Map<?, ?> result = (Map<?, ?>) context.result();
    assertEquals("succeeded", result.get("outcome"));
    assertEquals(IMAGE + "@" + DIGEST, result.get("ref"));
    FakeContext.saved(result);
    Run<?, ?> run = context.get(Run.class);
    assertEquals(
        SHA,
        BuildCommits.of(run).of(ImageReference.parse(IMAGE + "@" + DIGEST)).orElseThrow().value());
  }

  @Test
  void aRefusalOfTheAgentIsTheMessageAlone() throws Exception {
    FakeContext context = context();
    new BuildStep(settings()).start(context).start();
    work().completeExceptionally(new AbortException("There is no shop.jar."));
    assertEquals(
        "There is no shop.jar.",
        assertInstanceOf(AbortException.class, context.failure()).getMessage());
  }

  @Test
  void aLostAgentKeepsItsCauseForRetry() throws Exception {
    FakeContext context = context();
    new BuildStep(settings()).start(context).start();
    IOException lost = new java.nio.channels.ClosedChannelException();
    work().completeExceptionally(lost);
    assertSame(lost, context.failure().getCause());
  }

  @Test
  void aFailureIsReturnedWhenItIsNotToFailTheBuild() throws Exception {
    FakeContext context = context();
    BuildSettings settings = settings();
    settings.setFailBuild(false);
    new BuildStep(settings).start(context).start();
    work().completeExceptionally(new AbortException("There is no shop.jar."));
    assertEquals(
        Map.of(
            "outcome",
            "failed",
            "image",
            IMAGE,
            "message",
            "There is no shop.jar.",
            "findings",
            List.of()),
        context.result());
    assertEquals(List.of("WARNING: There is no shop.jar."), context.log());
  }

  @Test
  void anAbortCancelsTheAgentsWorkAndEndsAtOnce() throws Exception {
    FakeContext context = context();
    StepExecution step = new BuildStep(settings()).start(context);
    step.start();
    Work work = work();
    FlowInterruptedException cause = new FlowInterruptedException(Result.ABORTED);
    step.stop(cause);
    assertSame(cause, context.failure());
    assertTrue(work.cancelled.get(10, TimeUnit.SECONDS));
    assertEquals(1, context.ends);
  }

  @Test
  void aBuildThatTakesTooLongIsStopped() throws Exception {
    FakeContext context = context();
    BuildSettings settings = settings();
    settings.setTimeLimit("1s");
    new BuildStep(settings).start(context).start();
    Work work = work();
    assertTrue(context.failure().getMessage().contains("longer than its timeLimit"));
    assertTrue(work.cancelled.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aRestartBuildsAgainWhenTheAgentIsBack() throws Exception {
    FakeContext context = context();
    StepExecution step = new BuildStep(settings()).start(context);
    step.start();
    work();
    byte[] saved = FakeContext.saved(step);
    assertFalse(new String(saved, StandardCharsets.ISO_8859_1).contains("hunter2"));
    context.without(FilePath.class);
    FakeContext.loaded(StepExecution.class, saved).onResume();
    assertTrue(asked.poll(600, TimeUnit.MILLISECONDS) == null, "asked without an agent");
    context.with(workspace());
    work().complete(ANSWER);
    assertEquals(DIGEST, ((Map<?, ?>) context.result()).get("digest"));
    assertTrue(context.log().get(0).contains("again from the saved request"));
  }

  @Test
  void aRefusedParameterAsksNobody() throws Exception {
    BuildSettings settings = settings();
    settings.setCommit("main");
    StepExecution step = new BuildStep(settings).start(context());
    AbortException refusal = assertThrows(AbortException.class, step::start);
    assertTrue(refusal.getMessage().startsWith("commit: 'main'"), refusal.getMessage());
    assertTrue(asked.isEmpty());
  }

  /** What an agent was asked to do. */
  private static final class Work extends CompletableFuture<Object> implements Future<Object> {
    final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      cancelled.complete(mayInterruptIfRunning);
      return super.cancel(mayInterruptIfRunning);
    }
  }
}
