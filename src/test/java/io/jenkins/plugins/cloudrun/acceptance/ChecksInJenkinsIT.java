package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks of a commit in a Jenkins that has the Checks API plugin and somebody who publishes. */
class ChecksInJenkinsIT extends RolloutJobs {
  /** One who publishes into a list instead of to a forge. */
  private static final String PUBLISHER =
      """
      import io.jenkins.plugins.checks.api.*
      class Kept extends ChecksPublisher {
        static List lines = Collections.synchronizedList([])
        void publish(ChecksDetails c) {
          def out = c.output.get()
          lines.add([c.name.get(), c.status, c.conclusion, out.title.orElse(''), out.summary.orElse('') + out.text.orElse(''), c.detailsURL.orElse('')].join(' ; ').replaceAll('\\\\s+', ' '))
          new File(jenkins.model.Jenkins.get().rootDir, 'checks.txt').setText(lines.join('\\n'), 'UTF-8')
        }
      }
      class Factory extends ChecksPublisherFactory {
        protected Optional createPublisher(hudson.model.Run run, hudson.model.TaskListener listener) { Optional.of(new Kept()) }
        protected Optional createPublisher(hudson.model.Job job, hudson.model.TaskListener listener) { Optional.empty() }
      }
      hudson.ExtensionList.lookup(ChecksPublisherFactory).add(0, new Factory())
      println 'ready'
      """;

  @BeforeEach
  void publisher() {
    assumeTrue(jenkins.hasPlugin("checks-api"), "This Jenkins has no Checks API plugin.");
    assertTrue(jenkins.script(PUBLISHER).contains("ready"));
  }

  private static List<String> published(String name, String last) {
    String kept = "new File(jenkins.model.Jenkins.get().rootDir, 'checks.txt')";
    jenkins.awaitScript(
        "println(%1$s.exists() && %1$s.getText('UTF-8').contains('%2$s'))".formatted(kept, last),
        "true",
        BUILD);
    return jenkins
        .script("println " + kept + ".getText('UTF-8')")
        .lines()
        .filter(line -> line.startsWith(name))
        .toList();
  }

  @Test
  void aCommitIsToldHowItsRolloutGoes() throws Exception {
    Shop shop = shop("checked");
    running(shop);
    String console =
        ends(
            "SUCCESS",
            deploy(
                shop,
                shop.image("next", "well"),
                "gates: [http('/healthz')], canary: [[percent: 20, bake: '2s']]"));
    assertTrue(console.contains("(rollout page, Google Cloud console, logs)"), console);
    List<String> good = published("Cloud Run / checked", "GET /healthz | 100 %");
    assertTrue(
        good.stream().anyMatch(c -> c.matches(".* ; IN_PROGRESS ; .*Traffic: .*\\b20 % .*")),
        good.toString());
    String end = good.get(good.size() - 1);
    assertTrue(end.contains(" ; COMPLETED ; SUCCESS ; Succeeded ; "), end);
    assertTrue(end.contains("- url: http"), end);
    assertTrue(end.contains("| GET /healthz | 20 % | healthy |"), end);
    assertTrue(end.contains("/cloud-run/rollout/d-"), end);
  }

  @Test
  void aFailureIsSaidWithItsReason() throws Exception {
    Shop shop = shop("unchecked");
    running(shop);
    String job =
        job(
            deploy(
                shop,
                shop.image("sick", "sick"),
                "gates: [http(path: '/healthz', within: '2s')], failBuild: false"));
    jenkins.build(job);
    ended(job, 1, "SUCCESS");
    List<String> checks = published("Cloud Run / unchecked", "COMPLETED ; FAILURE");
    String end = checks.get(checks.size() - 1);
    assertTrue(end.contains("GET /healthz is unhealthy"), end);
  }
}
