package io.jenkins.plugins.cloudrun.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.People;
import io.jenkins.plugins.cloudrun.settings.TargetCircumstances;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CommitChecksTest {
  private static final String PAGE = "https://jenkins.example.com/job/x/1/cloud-run/rollout/d-1/";

  private final List<ChecksDetails> published = new ArrayList<>();
  private final CommitChecks checks = new CommitChecks((run, check) -> published.add(check));
  private final Run<?, ?> run = new FakeRun();
  private final Rollout rollout = rollout();

  CommitChecksTest() throws IOException {}

  private static Rollout rollout() {
    DeploySettings settings = new DeploySettings("shop");
    settings.setImage("registry.example.com/apps/shop:1");
    settings.setProject("my-project");
    settings.setRegion("europe-west1");
    return Rollout.start(
        "d-1",
        new Origin("x", Optional.of(1), "x #1"),
        settings.toPlan(
            Expander.NONE, image -> Optional.empty(), People.UNKNOWN, TargetCircumstances.NONE),
        Instant.EPOCH);
  }

  private ChecksDetails ended(boolean success, String message, Map<String, Object> result) {
    checks.ended(run, rollout, PAGE, new Settlement(success, message, result), TaskListener.NULL);
    return published.get(published.size() - 1);
  }

  @Test
  void inProgressWithWhatHasBegun() {
    checks.begun(run, rollout, PAGE, "Traffic: 5 % shop-2, 95 % shop-1", TaskListener.NULL);
    ChecksDetails check = published.get(0);
    assertEquals(Optional.of("Cloud Run / shop"), check.getName());
    assertEquals(ChecksStatus.IN_PROGRESS, check.getStatus());
    assertEquals(ChecksConclusion.NONE, check.getConclusion());
    assertEquals(Optional.of(PAGE), check.getDetailsURL());
    assertEquals(
        Optional.of("Waiting for another rollout of shop"),
        check.getOutput().orElseThrow().getTitle());
    assertEquals(
        Optional.of("Traffic: 5 % shop-2, 95 % shop-1"),
        check.getOutput().orElseThrow().getSummary());
  }

  @Test
  void oneCommitHasACheckForEachTarget() {
    Origin there = rollout.origin().at(Optional.of(new TargetName("production")));
    Rollout other = Rollout.start("d-2", there, rollout.plan(), Instant.EPOCH);
    checks.begun(run, other, PAGE, "", TaskListener.NULL);
    assertEquals(Optional.of("Cloud Run / shop in production"), published.get(0).getName());
  }

  @Test
  void completedWithTheAddressTheRevisionAndTheVerdicts() {
    ChecksDetails check =
        ended(
            true,
            "",
            Map.of(
                "outcome", "succeeded",
                "url", "https://shop.example.com",
                "revision", "shop-2",
                "verdicts",
                    List.of(
                        Map.of(
                            "gate", "GET /a|b",
                            "percent", 5,
                            "health", "healthy",
                            "measured", "status 200"))));
    assertEquals(ChecksStatus.COMPLETED, check.getStatus());
    assertEquals(ChecksConclusion.SUCCESS, check.getConclusion());
    assertTrue(check.getCompletedAt().isPresent());
    String summary = check.getOutput().orElseThrow().getSummary().orElseThrow();
    assertTrue(summary.contains("- url: https://shop.example.com\n"), summary);
    assertTrue(summary.contains("- revision: shop-2\n"), summary);
    String text = check.getOutput().orElseThrow().getText().orElseThrow();
    assertTrue(text.contains("| GET /a\\|b | 5 % | healthy | status 200 |"), text);
  }

  @Test
  void howItEndedIsTheConclusion() {
    assertEquals(
        ChecksConclusion.FAILURE,
        ended(false, "The gate refused.", Map.of("outcome", "rolled_back")).getConclusion());
    assertEquals(
        ChecksConclusion.CANCELED,
        ended(false, "Aborted.", Map.of("outcome", "aborted")).getConclusion());
    ChecksDetails failed = ended(false, "See <b>_this_</b>", Map.of("outcome", "failed"));
    String summary = failed.getOutput().orElseThrow().getSummary().orElseThrow();
    assertTrue(summary.contains("See &lt;b>\\_this\\_&lt;/b>"), summary);
  }

  /** GitHub refuses an address that is none. */
  @Test
  void withoutAnAddressOfJenkinsThereIsNoLink() {
    checks.begun(run, rollout, "/job/x/1/", "Deploying", TaskListener.NULL);
    assertFalse(published.get(0).getDetailsURL().isPresent());
  }

  @Test
  void aLongStoryIsCut() {
    ChecksDetails check = ended(false, "x".repeat(100_000), Map.of());
    assertEquals(60_000, check.getOutput().orElseThrow().getSummary().orElseThrow().length());
  }

  /** Without the plugin Jenkins passes over the class; nothing else may name one of its types. */
  @Test
  void itIsOptional() {
    assertTrue(CommitChecks.class.getAnnotation(Extension.class).optional());
  }

  private static final class FakeJob extends Job<FakeJob, FakeRun> {
    FakeJob() {
      super(null, "x");
    }
  }

  private static final class FakeRun extends Run<FakeJob, FakeRun> {
    FakeRun() throws IOException {
      super(new FakeJob());
    }
  }
}
