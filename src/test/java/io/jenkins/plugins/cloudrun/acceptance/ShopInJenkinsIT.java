package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.localrun.EmbeddedCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Jenkinsfile.example in a real Jenkins, from source control to traffic. */
class ShopInJenkinsIT {
  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Pattern DEPLOYS = Pattern.compile("Deploying revision (\\S+)");
  private static final Pattern SERVES = Pattern.compile("(\\S+) serves (http://\\S+)");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  @Test
  void buildsDeploysAndMigrates() throws Exception {
    try (JenkinsUnderTest jenkins = JenkinsUnderTest.any(temporary);
        EmbeddedCloud cloud = cloud()) {
      String job = prepare(jenkins, cloud);
      try {
        succeeds(jenkins, job, 1);
        refusesAnUnhealthyVersion(jenkins, job);
      } finally {
        jenkins.client().deleteJob(job);
      }
    }
  }

  private static void refusesAnUnhealthyVersion(JenkinsUnderTest jenkins, String job)
      throws Exception {
    String url = served(jenkins.client().console(job, 1), 2);
    jenkins.client().script(variable("'unhealthy'"));
    try {
      jenkins.client().build(job);
      assertEquals("FAILURE", jenkins.client().result(job, 2, BUILD));
    } finally {
      jenkins.client().script(variable("'none'"));
    }
    String console = jenkins.client().console(job, 2);
    assertTrue(console.contains("connection pool exhausted"), console);
    for (int i = 0; i < 10; i++) {
      String answer = get(url);
      assertTrue(answer.contains("\"version\":\"1\""), answer);
    }
  }

  @Test
  void goesOnAfterAKill() throws Exception {
    try (JenkinsUnderTest jenkins =
            JenkinsUnderTest.launched(
                temporary,
                "Only a Jenkins that the test starts itself can be killed: name"
                    + " -Djenkins.launcher=COMMAND (docs/acceptance.md).");
        EmbeddedCloud cloud = cloud()) {
      String job = prepare(jenkins, cloud);
      succeeds(jenkins, job, 1);
      jenkins.client().build(job);
      jenkins.client().awaitLine(job, 2, "at 5 %: healthy", BUILD);

      jenkins.killAndRestart();

      assertSuccess(jenkins, job, 2);
      String console = jenkins.client().console(job, 2);
      assertTrue(console.contains("Resuming build"), console);
      // Lines may be told again after a kill, but one revision alone was made and one asked for.
      assertEquals(1, console.split("\\[Pipeline\\] cloudRunDeploy", -1).length - 1, console);
      assertEquals(
          1,
          DEPLOYS.matcher(console).results().map(MatchResult::group).distinct().count(),
          console);
    }
  }

  private EmbeddedCloud cloud() throws Exception {
    return EmbeddedCloud.start(
        Files.createDirectories(temporary.resolve("cloud")), Path.of("target/base-image"), 0);
  }

  private String prepare(JenkinsUnderTest jenkins, EmbeddedCloud cloud) throws Exception {
    ShopRepository repository = ShopRepository.in(temporary.resolve("repository"));
    assertTrue(jenkins.client().script(cloud.setup().script()).contains("ready"));
    String job = "cloud-run-acceptance-" + System.nanoTime();
    jenkins.client().createJob(job, repository.jobXml());
    return job;
  }

  private static void succeeds(JenkinsUnderTest jenkins, String job, int number) throws Exception {
    jenkins.client().build(job);
    assertSuccess(jenkins, job, number);
  }

  private static void assertSuccess(JenkinsUnderTest jenkins, String job, int number)
      throws Exception {
    String result = jenkins.client().result(job, number, BUILD);
    String console = jenkins.client().console(job, number);
    assertEquals("SUCCESS", result, console);
    assertTrue(console.contains("1 task(s) succeeded"), console);
    String answer = get(served(console, 2));
    assertTrue(answer.contains("\"version\":\"" + number + "\""), answer);
    assertTrue(answer.contains("\"revision\":\"" + served(console, 1) + "\""), answer);
  }

  private static String served(String console, int group) {
    Matcher serves = SERVES.matcher(console);
    assertTrue(serves.find(), console);
    return serves.group(group);
  }

  private static String variable(String value) {
    return """
    def variables = jenkins.model.Jenkins.get().globalNodeProperties.get(hudson.slaves.EnvironmentVariablesNodeProperty)
    variables.envVars.put('SHOP_FAILURE', %s)
    jenkins.model.Jenkins.get().save()
    """
        .formatted(value);
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
