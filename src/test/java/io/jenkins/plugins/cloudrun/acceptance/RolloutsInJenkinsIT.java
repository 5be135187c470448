package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Canaries with gates of each kind, good versions and bad ones, in a real Jenkins. */
class RolloutsInJenkinsIT extends RolloutJobs {
  @Test
  void aGoodVersionGetsAllTrafficOverGatesOfEachKind() throws Exception {
    Shop shop = shop("all-gates");
    String before = running(shop);
    String job =
        job(
            deploy(
                shop,
                shop.image("better", "well"),
                """
                gates: [http(path: '/healthz', consecutive: 2),
                  metrics(errorRate: '10%', latencyP99: '5s', minRequests: 3, window: '4m', interval: '5s'),
                  logs(delay: '1s', interval: '5s')],
                canary: [[percent: 20, bake: '8s'], [percent: 50, bake: '8s']]
                """));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    URI url = shop.url();
    Thread users = users(shop, url);
    String console;
    try {
      console = ended(job, 1, "SUCCESS");
    } finally {
      users.interrupt();
      users.join();
    }
    assertTrue(console.contains("OUTCOME succeeded"), console);
    for (String gate : new String[] {"GET /healthz", "metrics (", "logs ("}) {
      for (int percent : new int[] {20, 50, 100}) {
        assertTrue(
            console.matches(
                "(?s).*Verdict: Gate "
                    + Pattern.quote(gate)
                    + "[^\\n]* at "
                    + percent
                    + " %: healthy.*"),
            gate + " at " + percent + " in:\n" + console);
      }
    }
    assertEquals(1, shop.traffic().size());
    assertFalse(shop.traffic().containsKey(before), shop.traffic().toString());
    assertEquals(2, shop.revisions().size());
  }

  /** Users' requests, so that there is something to measure. */
  private static Thread users(Shop shop, URI url) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  shop.get(url);
                  Thread.sleep(50);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    thread.start();
    return thread;
  }

  /** Its builds count from 1 again, and are others all the same. */
  @Test
  void aJobThatWasDeletedAndMadeAgainDeploysAgain() throws Exception {
    Shop shop = shop("made-again");
    String job = job(deploy(shop, shop.image("first", "well"), "allowUnauthenticated: true"));
    jenkins.build(job);
    ended(job, 1, "SUCCESS");
    String before = shop.traffic().keySet().iterator().next();
    jenkins.deleteJob(job);
    jenkins.createJob(
        job,
        ImageJobs.pipeline(
            deploy(shop, shop.image("second", "well"), "allowUnauthenticated: true")));
    jenkins.build(job);
    String console = ended(job, 1, "SUCCESS");
    assertFalse(shop.traffic().containsKey(before), console);
    assertEquals(2, shop.revisions().size());
  }

  @Test
  void aVersionThatTurnsBadIsRolledBack() throws Exception {
    Shop shop = shop("turns-bad");
    String before = running(shop);
    String job =
        job(
            deploy(
                shop,
                shop.image("worse", "well"),
                "failBuild: false, gates: [http(path: '/healthz', within: '3s')],"
                    + " canary: [[percent: 25, bake: '2m']]"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    shop.get(shop.candidate().resolve("/break"));
    String console = ended(job, 1, "SUCCESS");
    assertTrue(console.contains("OUTCOME rolled_back"), console);
    assertTrue(console.contains("connection pool exhausted"), console);
    assertTrue(console.contains("WARNING: "), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  @Test
  void aVersionThatComplainsIsRolledBack() throws Exception {
    Shop shop = shop("complains");
    String before = running(shop);
    String job =
        job(
            deploy(
                shop,
                shop.image("worse", "well"),
                "gates: [logs(delay: '1s', interval: '2s')], canary: [[percent: 25, bake: '2m']]"));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    shop.get(shop.candidate().resolve("/complain"));
    String console = ended(job, 1, "FAILURE");
    assertTrue(console.contains("cannot reach the till"), console);
    assertTrue(console.contains("\nERROR: "), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  @Test
  void aVersionThatIsSickFromTheBeginningGetsNoTrafficAndIsRefusedNextTime() throws Exception {
    Shop shop = shop("sick");
    String before = running(shop);
    String image = shop.image("sick", "sick");
    String gates = "gates: [http(path: '/healthz', within: '3s')]";
    String console = ends("FAILURE", deploy(shop, image, gates));
    assertTrue(console.contains("connection pool exhausted"), console);
    assertEquals(Map.of(before, 100), shop.traffic());

    String refused = ends("FAILURE", deploy(shop, image, gates));
    assertTrue(refused.contains("failed on"), refused);
    assertFalse(refused.contains("Traffic is"), refused);
    assertTrue(refused.contains("force: true"), refused);
    assertEquals(2, shop.revisions().size(), "nothing was deployed");

    String forced = ends("SUCCESS", deploy(shop, image, "force: true"));
    assertTrue(forced.contains("OUTCOME succeeded"), forced);
    assertFalse(shop.traffic().containsKey(before));
  }

  @Test
  void aVersionThatEndsByItselfIsExplained() throws Exception {
    Shop shop = shop("crashes");
    String before = running(shop);
    String console =
        ends("FAILURE", deploy(shop, shop.image("crash", "crash"), "canary: [[percent: 5]]"));
    assertTrue(console.contains("sha256:"), console);
    assertTrue(console.contains("Cannot read /etc/shop.yaml"), console);
    assertTrue(console.contains("ended by itself with exit code 42"), console);
    assertTrue(console.contains("This image is refused on this service from now on"), console);
    assertEquals(1, count(console, "Logs URL: "), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  @Test
  void aSmokeTestStandsBetweenDeployAndTraffic() throws Exception {
    Shop shop = shop("smoke");
    String first = running(shop);
    String console =
        ends(
            "SUCCESS",
            """
            def deployed
            stage('deploy') {
              deployed = cloudRunDeploy(%1$s, image: '%2$s', traffic: 'none')
            }
            stage('smoke') {
              node { sh "curl -sf '${deployed.tagUrl}/healthz' | grep '${deployed.revision}'" }
            }
            stage('traffic') {
              def shifted = cloudRunTraffic(%1$s, revision: deployed.revision,
                gates: [http('/healthz')], canary: [[percent: 10, bake: '3s']])
              echo "SHIFTED ${shifted.outcome} TO ${shifted.revision} FROM ${shifted.previousRevision}"
            }
            """
                .formatted(shop.where(), shop.image("next", "well")));
    assertTrue(console.contains("SHIFTED succeeded"), console);
    assertTrue(console.contains("FROM " + first), console);
    assertFalse(shop.traffic().containsKey(first));
    assertTrue(shop.followsLatest(), "the revision is the latest");

    String back =
        ends(
            "SUCCESS",
            "def r = cloudRunRollback("
                + shop.where()
                + ")\necho \"BACK ${r.outcome} ${r.revision}\"");
    assertTrue(back.contains("BACK succeeded " + first), back);
    assertEquals(Map.of(first, 100), shop.traffic());
    assertFalse(shop.followsLatest(), "a rollback sticks");

    ends("SUCCESS", deploy(shop, shop.image("third", "well"), "gates: [http('/healthz')]"));
    assertTrue(shop.followsLatest(), "the next deploy serves again");
  }

  @Test
  void theSecondRegionFailsAndHaltsTheThird() throws Exception {
    Shop west = shop("regions");
    Shop central = shop("regions", "us-central1");
    running(west);
    running(central);
    String before = central.traffic().firstKey();
    String image = west.image("next", "well");
    String script =
        deploy(
                west,
                image,
                "gates: [http(path: '/healthz', within: '3s')],"
                    + " canary: [[percent: 30, bake: '2m']]")
            .replace(
                "region: '" + REGION + "'",
                "regions: ['europe-west1', 'us-central1', 'asia-northeast1']")
            .replace("bake: '2m'", "bake: '20s'");
    String job = job(script);
    jenkins.build(job);
    jenkins.awaitLine(job, 1, "Service regions in us-central1 serves", BUILD);
    central.awaitCanary();
    central.get(central.candidate().resolve("/break"));
    String console = ended(job, 1, "FAILURE");
    assertTrue(console.contains("in europe-west1. Not begun: asia-northeast1."), console);
    assertEquals(Map.of(before, 100), central.traffic());
    assertEquals(2, west.revisions().size());
  }
}
