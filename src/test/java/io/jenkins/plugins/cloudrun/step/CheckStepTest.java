package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.settings.CheckSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code cloudRunCheck}: what is asked, and what becomes of the answer. */
final class CheckStepTest {
  private static final String COMMAND = "gcloud services enable run.googleapis.com";

  private final FakePlatform platform = new FakePlatform();
  private final CheckSettings settings = new CheckSettings();

  @BeforeEach
  void prepare() {
    platform.targets =
        List.of(
            new Target(
                new TargetName("staging"),
                Optional.of(new ProjectId("stage-project")),
                List.of(new Region("europe-west1")),
                Optional.empty(),
                Optional.of("google-stage"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("run@stage-project.iam.gserviceaccount.com")));
    platform.report = report(State.OK);
    settings.setTarget("staging");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private static Report report(State state) {
    return new Report(
        Optional.of("d@p.iam.gserviceaccount.com"),
        List.of(
            new Finding(
                "run.googleapis.com", state, "my-project", "As it is.", Optional.of(COMMAND))));
  }

  private FakeContext started() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    assertFalse(new CheckStep(settings).start(context).start());
    return context;
  }

  @Test
  void asksWhatTheTargetSays() throws Exception {
    FakeContext context = started();
    Map<?, ?> result = assertInstanceOf(Map.class, context.result());
    assertEquals("succeeded", result.get("outcome"));
    assertEquals("d@p.iam.gserviceaccount.com", result.get("identity"));
    assertEquals(new Account(Optional.of("google-stage"), Optional.empty()), platform.asked.get(1));
    assertEquals(
        new Question(
            Optional.of(new ProjectId("stage-project")),
            List.of(new Region("europe-west1")),
            Optional.empty(),
            Optional.empty(),
            Optional.of("run@stage-project.iam.gserviceaccount.com")),
        platform.asked.get(2));
    assertTrue(
        context.log().get(0).startsWith("Checking what the credentials may do in europe-west1"),
        () -> context.log().toString());
    // What Pipelines save must be of the JDK.
    FakeContext.loaded(Object.class, FakeContext.saved(result));
  }

  @Test
  void whatIsMissingFailsTheBuildWithTheCommandInTheLog() throws Exception {
    platform.report = report(State.MISSING);
    FakeContext context = started();
    assertEquals(
        "d@p.iam.gserviceaccount.com lacks 1 of what deploys need: run.googleapis.com on"
            + " my-project.",
        assertInstanceOf(AbortException.class, context.failure()).getMessage());
    assertTrue(context.log().contains("  " + COMMAND), () -> context.log().toString());
  }

  @Test
  void orIsReturned() throws Exception {
    platform.report = report(State.MISSING);
    settings.setFailBuild(false);
    FakeContext context = started();
    Map<?, ?> result = assertInstanceOf(Map.class, context.result());
    assertEquals("failed", result.get("outcome"));
    assertEquals(List.of("run.googleapis.com"), result.get("missing"));
    assertEquals(List.of(COMMAND), result.get("commands"));
  }

  @Test
  void aTargetThatNobodyKnowsFailsIt() throws Exception {
    settings.setTarget("prod");
    assertEquals(
        "There is no target 'prod'. Known here are 'staging'.",
        assertInstanceOf(AbortException.class, started().failure()).getMessage());
    assertEquals(List.of(), platform.asked);
  }
}
