package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.localrun.EmbeddedCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that roll out services, in a real Jenkins that can be killed. */
abstract class RolloutJobs {
  static final Duration BUILD = Duration.ofMinutes(10);
  static final String REGION = "europe-west1";
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path temporary;

  static JenkinsUnderTest under;
  static JenkinsClient jenkins;
  static EmbeddedCloud cloud;

  @BeforeAll
  static void start() throws Exception {
    under =
        JenkinsUnderTest.launched(
            temporary,
            "Only a Jenkins that the test starts itself can be killed: name"
                + " -Djenkins.launcher=COMMAND (docs/acceptance.md).");
    OPEN.add(0, under);
    jenkins = under.client();
    cloud =
        EmbeddedCloud.start(
            Files.createDirectories(temporary.resolve("cloud")), Path.of("target/base-image"), 0);
    OPEN.add(0, cloud);
    // Nobody can wait for the minutes after which Cloud Monitoring shows a sample.
    cloud.parts().emulator().monitoring().delays(Duration.ZERO, Duration.ZERO);
    assertTrue(jenkins.script(cloud.setup().script()).contains("ready"));
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable open : OPEN) {
      open.close();
    }
    OPEN.clear();
  }

  static Shop shop(String name) {
    return shop(name, REGION);
  }

  static Shop shop(String name, String region) {
    return new Shop(cloud, temporary.resolve("jib"), name, region);
  }

  /** A job with this Pipeline; its name. */
  static String job(String script) {
    String name = "rollout-" + System.nanoTime();
    jenkins.createJob(name, ImageJobs.pipeline(script));
    return name;
  }

  /** The console of a build of this Pipeline that ended so. */
  static String ends(String expected, String script) {
    String job = job(script);
    jenkins.build(job);
    return ended(job, 1, expected);
  }

  static String ended(String job, int number, String expected) {
    String result = jenkins.result(job, number, BUILD);
    String console = jenkins.console(job, number);
    System.out.println("=== " + job + " #" + number + "\n" + console);
    assertEquals(expected, result, console);
    return console;
  }

  /** Makes the service with a version that stays good, and returns its revision. */
  static String running(Shop shop) throws Exception {
    String console =
        ends("SUCCESS", deploy(shop, shop.image("good", "well"), "allowUnauthenticated: true"));
    assertTrue(console.contains("OUTCOME succeeded"), console);
    Map<String, Integer> traffic = shop.traffic();
    assertEquals(1, traffic.size(), traffic.toString());
    return traffic.keySet().iterator().next();
  }

  /** A deploy that says what it returned. */
  static String deploy(Shop shop, String image, String more) {
    return "def r = cloudRunDeploy("
        + shop.where()
        + ", image: '"
        + image
        + "', "
        + more
        + ")\necho \"OUTCOME ${r.outcome} REVISION ${r.revision} PREVIOUS ${r.previousRevision}"
        + " VERDICTS ${r.verdicts.collect { it.gate + '@' + it.percent + '=' + it.health }}\"";
  }

  /** How often a text is in a console. */
  static int count(String console, String text) {
    return console.split(Pattern.quote(text), -1).length - 1;
  }

  /** No line of the story is told twice: those of the plugin have no time of their own. */
  static void assertToldOnce(String console, String... beginnings) {
    for (String beginning : beginnings) {
      assertEquals(1, count(console, beginning), beginning + " in:\n" + console);
    }
  }
}
