package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.analysis.Vulnerability;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every way to an image, from a Pipeline on an inbound agent: the step runs there, no key does. */
class ImagesOnAgentIT {
  private static final Duration BUILD = Duration.ofMinutes(5);
  private static final String SOURCES =
      """
      writeFile file: 'app/run', text: 'x'
      writeFile file: 'Dockerfile', text: 'FROM scratch\\nCOPY app /app/\\nENTRYPOINT ["/app/run"]\\n'
      def built = cloudRunBuild image: IMAGE, source: '.', project: env.CLOUD_RUN_PROJECT, region: env.CLOUD_RUN_REGION
      echo "BUILT ${built.ref}"
      """;
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path temporary;

  private static JenkinsUnderTest under;
  private static JenkinsClient jenkins;
  private static InboundAgent agent;
  private static EmbeddedCloud cloud;

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

  @Test
  void filesWithLinksThenNothingTwice() throws Exception {
    String console =
        succeeds(
            """
            sh 'mkdir -p dist && echo hello > dist/index.html && ln -sfn index.html dist/start.html && echo {} > dist/a.map'
            def args = [image: IMAGE, layers: [[from: 'dist', into: '/srv', exclude: ['*.map']]],
                from: 'scratch', entrypoint: ['/srv/none'], sbom: true]
            def one = cloudRunBuild(args)
            sh 'touch dist/index.html'
            def two = cloudRunBuild(args)
            echo "PUSHED ${one.layersPushed} ${two.layersPushed} SAME ${one.digest == two.digest}"
            """);
    assertTrue(console.contains("PUSHED 1 0 SAME true"), console);
  }

  @Test
  void aJarOnABaseImage() throws Exception {
    String console =
        succeeds(
            """
            writeFile file: 'Main.java', text: 'public class Main { public static void main(String[] a) { System.out.println(1); } }'
            sh 'mkdir -p target && javac -d classes --release 17 Main.java && jar --create --file target/shop.jar --main-class Main -C classes .'
            def built = cloudRunBuild image: IMAGE, from: env.CLOUD_RUN_BASE_IMAGE, tags: ['latest']
            echo "BASE ${built.base} TAGS ${built.tags.size()}"
            """);
    assertTrue(console.contains("Base image"), console);
    assertTrue(console.contains("TAGS 2"), console);
  }

  @Test
  void aDockerfileWithoutRun() throws Exception {
    String console =
        succeeds(
            """
            writeFile file: '.dockerignore', text: 'Dockerfile'
            writeFile file: 'app/run', text: 'x'
            writeFile file: 'Dockerfile', text: '''\\
            FROM scratch AS files
            COPY app /app/
            FROM scratch
            COPY --from=files --chown=1000:1000 /app /srv
            USER 1000
            ENTRYPOINT ["/srv/run"]
            '''
            def built = cloudRunBuild image: IMAGE, dockerfile: 'Dockerfile'
            echo "LAYERS ${built.layersPushed}"
            """);
    assertTrue(console.contains("LAYERS 1"), console);
  }

  @Test
  void sourcesInCloudBuild() throws Exception {
    String console = succeeds(SOURCES);
    assertTrue(console.contains("BUILT " + cloud.setup().repository()), console);
  }

  @Test
  void aDockerfileThatRunsSomething() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/buildah"))
            && Files.isExecutable(Path.of("/bin/busybox")),
        "There is no buildah or no static busybox on this machine.");
    String console =
        succeeds(
            """
            sh 'mkdir -p bin && cp /bin/busybox bin/sh && printf "%s\\\\n" Dockerfile .git > .dockerignore'
            writeFile file: 'Dockerfile', text: 'FROM scratch\\nCOPY bin /bin/\\nRUN echo made > /made\\nENTRYPOINT ["/bin/sh"]\\n'
            def built = cloudRunBuild image: IMAGE, builder: 'buildah'
            echo "LAYERS ${built.layersPushed}"
            """);
    assertTrue(console.contains("building with buildah"), console);
    assertTrue(console.contains("LAYERS "), console);
  }

  @Test
  void aScanFailsTheBuild() throws Exception {
    cloud
        .parts()
        .artifactAnalysis()
        .plant(new Vulnerability("CVE-2024-1", "HIGH", "openssl", "3.0.0", "3.0.1", 8.1));
    try {
      String console =
          ends(
              "FAILURE",
              """
              sh 'mkdir -p dist && date > dist/a'
              cloudRunBuild image: IMAGE, layers: [[from: 'dist', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], scan: scan(failOn: 'HIGH')
              """);
      assertTrue(console.contains("CVE-2024-1"), console);
      assertTrue(console.contains("3.0.1"), console);
    } finally {
      cloud.parts().artifactAnalysis().clear();
    }
  }

  @Test
  void anAbortCancelsTheBuildInTheCloud() throws Exception {
    cloud.parts().cloudBuild().slowSteps(Duration.ofMinutes(5));
    String job = create(SOURCES);
    try {
      jenkins.build(job);
      jenkins.awaitLine(job, 1, "Step #0", BUILD);
      jenkins.stop(job, 1);
      assertEquals("ABORTED", jenkins.result(job, 1, BUILD));
      String console = jenkins.console(job, 1);
      assertTrue(console.contains("ancel"), console);
    } finally {
      cloud.parts().cloudBuild().slowSteps(Duration.ZERO);
      jenkins.deleteJob(job);
    }
  }

  @Test
  void aBuildInTheCloudGoesOnAfterAKill() throws Exception {
    assumeTrue(
        System.getProperty("jenkins.launcher") != null,
        "Only a Jenkins that the test starts itself can be killed.");
    cloud.parts().cloudBuild().slowSteps(Duration.ofSeconds(20));
    String job = create(SOURCES);
    try {
      jenkins.build(job);
      jenkins.awaitLine(job, 1, "Step #0", BUILD);
      under.killAndRestart();
      String result = jenkins.result(job, 1, BUILD);
      String console = jenkins.console(job, 1);
      assertEquals("SUCCESS", result, console);
      assertTrue(console.contains("Resuming build"), console);
      assertTrue(console.contains("BUILT " + cloud.setup().repository()), console);
    } finally {
      cloud.parts().cloudBuild().slowSteps(Duration.ZERO);
      jenkins.deleteJob(job);
    }
  }

  @Test
  void secretsStopTheBuildBeforeAnythingIsPushed() throws Exception {
    String console =
        ends(
            "FAILURE",
            """
            sh "mkdir -p dist && printf '%s\\\\n' '-----BEGIN RSA PRIVATE KEY-----' MIIEpAIBAAKCAQEA7 '-----END RSA PRIVATE KEY-----' > dist/id_rsa"
            cloudRunBuild image: IMAGE, layers: [[from: 'dist', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], lint: 'fail'
            """);
    assertTrue(console.contains("id_rsa"), console);
    assertFalse(console.contains("Pushed "), console);
  }

  @Test
  void aTagThatExistsIsKept() throws Exception {
    String console =
        ends(
            "FAILURE",
            """
            sh 'mkdir -p dist && echo 1 > dist/a'
            def args = [image: IMAGE, layers: [[from: 'dist', into: '/srv']], from: 'scratch', entrypoint: ['/srv/none'], tags: ['v1'], tagPolicy: 'keep']
            cloudRunBuild(args)
            echo 'FIRST DONE'
            sh 'echo 2 > dist/a'
            cloudRunBuild(args)
            """);
    assertTrue(console.contains("FIRST DONE"), console);
    assertTrue(console.contains("keep"), console);
  }

  private static String succeeds(String body) throws Exception {
    return ends("SUCCESS", body);
  }

  /** Runs {@code body} in a git working tree on the agent; the console. */
  private static String ends(String expected, String body) throws Exception {
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

  private static String create(String body) {
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
            .formatted(agent.label(), job, System.getProperty("java.home"), body)
            .replace(
                "cloudRunBuild(args)",
                "cloudRunBuild([credentialsId: env.CLOUD_RUN_CREDENTIALS] + args)")
            .replace(
                "cloudRunBuild image:",
                "cloudRunBuild credentialsId: env.CLOUD_RUN_CREDENTIALS, image:");
    jenkins.createJob(job, pipeline(script));
    return job;
  }

  /** No line of the private key lies anywhere on the agent. */
  private static void assertNoKey() throws IOException {
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

  private static String pipeline(String script) {
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
