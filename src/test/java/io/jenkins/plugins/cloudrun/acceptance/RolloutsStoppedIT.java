package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rollouts that people, other rollouts and other tools get in the way of. */
class RolloutsStoppedIT extends RolloutJobs {
  private static final String LONG = "canary: [[percent: 30, bake: '5m']]";

  @Test
  void theRedButtonPutsTrafficBack() throws Exception {
    Shop shop = shop("stopped");
    String before = running(shop);
    String job = job(deploy(shop, shop.image("next", "well"), "failBuild: false, " + LONG));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    jenkins.stop(job, 1);
    String console = ended(job, 1, "ABORTED");
    assertEquals(Map.of(before, 100), shop.traffic());
    assertTrue(console.contains("Aborted"), console);
    assertFalse(console.contains("OUTCOME"), "an abort is not swallowed");

    // What was stopped is no failure of the image.
    ends("SUCCESS", deploy(shop, shop.image("next", "well"), "timeLimit: '5m'"));
  }

  @Test
  void aTimeoutAroundTheStepPutsTrafficBack() throws Exception {
    Shop shop = shop("timed-out");
    String before = running(shop);
    String console =
        ends(
            "ABORTED",
            "timeout(time: 15, unit: 'SECONDS') {\n"
                + deploy(shop, shop.image("next", "well"), LONG)
                + "\n}");
    assertEquals(Map.of(before, 100), shop.traffic(), console);
  }

  @Test
  void theTimeLimitPutsTrafficBackAndSaysSo() throws Exception {
    Shop shop = shop("too-long");
    String before = running(shop);
    String console =
        ends("FAILURE", deploy(shop, shop.image("next", "well"), "timeLimit: '15s', " + LONG));
    assertTrue(console.contains("its time limit of 15s"), console);
    assertEquals(Map.of(before, 100), shop.traffic(), console);
  }

  @Test
  void deletingTheBuildPutsTrafficBack() throws Exception {
    Shop shop = shop("deleted");
    String before = running(shop);
    String job = job(deploy(shop, shop.image("next", "well"), LONG));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    jenkins.deleteJob(job);
    shop.awaitTraffic(Map.of(before, 100)::equals);
  }

  @Test
  void theSecondJobWaitsForItsTurn() throws Exception {
    Shop shop = shop("waits");
    running(shop);
    String first =
        job(deploy(shop, shop.image("one", "well"), "canary: [[percent: 30, bake: '15s']]"));
    String second = job(deploy(shop, shop.image("two", "well"), "concurrent: 'wait'"));
    jenkins.build(first);
    jenkins.awaitLine(first, 1, " to bake for ", BUILD);
    jenkins.build(second);
    jenkins.awaitLine(second, 1, first, BUILD);
    String told = ended(first, 1, "SUCCESS");
    String console = ended(second, 1, "SUCCESS");
    String one = told.replaceAll("(?s).*OUTCOME succeeded REVISION (\\S+).*", "$1");
    assertTrue(console.contains("PREVIOUS " + one), console);
    assertEquals(3, shop.revisions().size());
  }

  @Test
  void theSecondJobSupersedesTheFirst() throws Exception {
    Shop shop = shop("supersedes");
    String before = running(shop);
    String first = job(deploy(shop, shop.image("one", "well"), LONG));
    String second = job(deploy(shop, shop.image("two", "well"), "concurrent: 'supersede'"));
    jenkins.build(first);
    jenkins.awaitLine(first, 1, " to bake for ", BUILD);
    jenkins.build(second);
    String console = ended(second, 1, "SUCCESS");
    assertTrue(console.contains("PREVIOUS " + before), console);
    String told = ended(first, 1, "ABORTED");
    assertTrue(told.contains("uperseded by " + second), told);
  }

  @Test
  void theSecondJobFailsAtOnce() throws Exception {
    Shop shop = shop("refuses");
    running(shop);
    String first = job(deploy(shop, shop.image("one", "well"), LONG));
    jenkins.build(first);
    jenkins.awaitLine(first, 1, " to bake for ", BUILD);
    String console = ends("FAILURE", deploy(shop, shop.image("two", "well"), "concurrent: 'fail'"));
    assertTrue(console.contains(first), console);
    assertEquals(2, shop.revisions().size());
    jenkins.stop(first, 1);
    ended(first, 1, "ABORTED");
  }

  @Test
  void somebodyElsesChangeEndsTheRolloutAndStays() throws Exception {
    Shop shop = shop("foreign");
    running(shop);
    String job = job(deploy(shop, shop.image("next", "well"), LONG));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    shop.changedBySomebody("SOMEBODYS");
    String console = ended(job, 1, "FAILURE");
    assertTrue(console.contains("its environment variables changed"), console);
    // In the order of the revisions' names, which are made up.
    assertTrue(console.matches("(?s).*It serves [^.]*\\b30 % .*"), console);
    assertTrue(shop.service().toString().contains("SOMEBODYS"));
    assertEquals(3, shop.revisions().size());
  }
}
