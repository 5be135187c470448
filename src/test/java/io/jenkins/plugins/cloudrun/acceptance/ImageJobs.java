package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.localrun.EmbeddedCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that make images on an inbound agent of a real Jenkins. */
abstract class ImageJobs {
  static final Duration BUILD = Duration.ofMinutes(15);
  static final List<AutoCloseable> OPEN = new ArrayList<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path temporary;

  static JenkinsUnderTest under;
  static JenkinsClient jenkins;
  static InboundAgent agent;
  static EmbeddedCloud cloud;

  @BeforeAll
  static void start() throws Exception {
    under = JenkinsUnderTest.any(temporary);
    OPEN.add(0, under);
    jenkins = under.client();
    cloud =
        EmbeddedCloud.start(
            Files.createDirectories(temporary.resolve("cloud")), Path.of("target/base-image"), 0);
    OPEN.add(0, cloud);
    assertTrue(jenkins.script(cloud.setup().script()).contains("ready"));
    agent = InboundAgent.start(jenkins, temporary.resolve("agent"));
    OPEN.add(0, agent);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable open : OPEN) {
      open.close();
    }
    OPEN.clear();
  }

  static String succeeds(String body) throws Exception {
    return ends("SUCCESS", body);
  }

  /** Runs {@code body} in a git working tree on the agent; the console. */
  static String ends(String expected, String body) throws Exception {
    String job = create(body);
    try {
      jenkins.build(job);
      String result = jenkins.result(job, 1, BUILD);
      String console = jenkins.console(job, 1);
      assertEquals(expected, result, console);
      assertNoKey();
      return console;
    } finally {
      jenkins.deleteJob(job);
    }
  }

  static String create(String body) {
    String job = "image-" + System.nanoTime();
    String script =
        """
        node('%s') {
          def IMAGE = "${env.CLOUD_RUN_REGISTRY}/%s"
          sh 'git init -q . && git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m one'
          withEnv(["PATH+JDK=%s/bin"]) {
        %s
          }
        }
        """
            .formatted(
                agent.label(),
                job,
                System.getProperty("java.home"),
                body.contains("credentialsId:") ? body : withCredentials(body));
    jenkins.createJob(job, pipeline(script));
    return job;
  }

  private static String withCredentials(String body) {
    return body.replace(
            "cloudRunBuild(args)",
            "cloudRunBuild([credentialsId: env.CLOUD_RUN_CREDENTIALS] + args)")
        .replace(
            "cloudRunBuild image:",
            "cloudRunBuild credentialsId: env.CLOUD_RUN_CREDENTIALS, image:");
  }

  /** No line of the private key lies anywhere on the agent. */
  static void assertNoKey() throws IOException {
    String key =
        JsonParser.parseString(Files.readString(cloud.setup().keyFile()))
            .getAsJsonObject()
            .get("private_key")
            .getAsString()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow();
    try (Stream<Path> files = Files.walk(agent.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(key), "The key is in " + file);
      }
    }
  }

  static String pipeline(String script) {
    return """
    <flow-definition plugin="workflow-job">
      <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition" plugin="workflow-cps">
        <script>%s</script>
        <sandbox>true</sandbox>
      </definition>
    </flow-definition>
    """
        .formatted(script.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }
}
