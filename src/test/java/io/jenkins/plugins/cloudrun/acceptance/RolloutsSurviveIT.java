package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.emulator.Fault;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The controller is killed, restarted and upgraded while rollouts are under way. */
class RolloutsSurviveIT extends RolloutJobs {
  private static final String[] DEPLOYED_ONCE = {
    "Deploying revision", "\n[Pipeline] cloudRunDeploy"
  };
  private static final String[] TOLD_ONCE = {
    "Deploying revision", "\n[Pipeline] cloudRunDeploy", " serves revision "
  };
  private static final String GATE = "gates: [http(path: '/healthz', within: '3s')]";

  @Test
  void aKillDuringTheDeploy() throws Exception {
    Shop shop = shop("kill-deploy");
    String before = running(shop);
    String job = job(deploy(shop, shop.image("slow", "slow"), GATE));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, "Deploying revision", BUILD);

    under.killAndRestart();

    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertToldOnce(console, TOLD_ONCE);
    assertEquals(2, shop.revisions().size());
    assertFalse(shop.traffic().containsKey(before));
  }

  /** Such a Pipeline is lost with its controller; its rollout is not. */
  @Test
  void aKillUnderAPipelineThatCannotGoOn() throws Exception {
    Shop shop = shop("kill-fast");
    String before = running(shop);
    String job = "rollout-" + System.nanoTime();
    jenkins.createJob(
        job,
        ImageJobs.pipeline(
                deploy(
                    shop,
                    shop.image("slow", "slow"),
                    GATE + ", canary: [[percent: 20, bake: '20s']]"))
            .replace(
                "<definition ",
                "<properties><org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty>"
                    + "<hint>PERFORMANCE_OPTIMIZED</hint>"
                    + "</org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty></properties><definition"
                    + " "));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);

    under.killAndRestart();

    ended(job, 1, "FAILURE");
    shop.awaitTraffic(traffic -> traffic.size() == 1);
    assertFalse(shop.traffic().containsKey(before));
    assertEquals(2, shop.revisions().size());
  }

  @Test
  void aKillDuringABake() throws Exception {
    Shop shop = shop("kill-bake");
    running(shop);
    String job =
        job(
            deploy(
                shop, shop.image("next", "well"), GATE + ", canary: [[percent: 20, bake: '25s']]"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);

    under.killAndRestart();

    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertToldOnce(console, TOLD_ONCE);
    assertEquals(2, shop.revisions().size());
    assertEquals(1, shop.traffic().size());
  }

  @Test
  void aKillDuringARollback() throws Exception {
    Shop shop = shop("kill-rollback");
    String before = running(shop);
    String job =
        job(
            deploy(
                shop, shop.image("worse", "well"), GATE + ", canary: [[percent: 20, bake: '3m']]"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    cloud
        .parts()
        .faults()
        .add("UpdateService", 1, 3, new Fault.Refused(503, "Try again.", OptionalInt.of(5)));
    shop.get(shop.candidate().resolve("/break"));
    jenkins.awaitLine(job, 1, "Rolling back to ", BUILD);

    under.killAndRestart();

    String console = ended(job, 1, "FAILURE");
    assertTrue(console.contains("connection pool exhausted"), console);
    assertToldOnce(console, DEPLOYED_ONCE);
    assertEquals(Map.of(before, 100), shop.traffic());
    assertEquals(2, shop.revisions().size());
  }

  @Test
  void aRestartThatWaitsForBuildsDoesNotWaitForABake() throws Exception {
    Shop shop = shop("safe-restart");
    running(shop);
    String job =
        job(
            deploy(
                shop, shop.image("next", "well"), GATE + ", canary: [[percent: 20, bake: '45s']]"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);

    under.exitSafelyAndStart();

    assertEquals(2, shop.traffic().size(), "the bake goes on");
    String console = ended(job, 1, "SUCCESS");
    assertToldOnce(console, TOLD_ONCE);
    assertEquals(1, shop.traffic().size());
  }

  @Test
  void quietingDownStopsNoRollout() throws Exception {
    Shop shop = shop("quiet");
    running(shop);
    String job =
        job(
            deploy(
                shop, shop.image("next", "well"), GATE + ", canary: [[percent: 20, bake: '10s']]"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    jenkins.script("jenkins.model.Jenkins.get().doQuietDown()");
    try {
      jenkins.awaitLine(job, 1, " serves revision ", BUILD);
    } finally {
      jenkins.script("jenkins.model.Jenkins.get().doCancelQuietDown()");
    }
    ended(job, 1, "SUCCESS");
    assertEquals(1, shop.traffic().size());
  }

  @Test
  void anOlderVersionsRolloutGoesOnInThisOne() throws Exception {
    String older = System.getProperty("hpi.older", "");
    assumeTrue(!older.isEmpty(), "-Dhpi.older names the package of an older version.");
    Shop shop = shop("upgrade");
    String job;
    under.exchange(Path.of(older));
    try {
      running(shop);
      job =
          job(
              deploy(
                  shop,
                  shop.image("next", "well"),
                  GATE + ", canary: [[percent: 20, bake: '60s']]"));
      jenkins.build(job);
      shop.awaitCanary();
    } finally {
      under.exchange(JenkinsUnderTest.hpi());
    }

    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME succeeded"), console);
    assertToldOnce(console, TOLD_ONCE);
    assertEquals(2, shop.revisions().size());
    assertEquals(1, shop.traffic().size());
  }
}
