package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.emulator.token.Issuer;
import io.jenkins.plugins.cloudrun.emulator.token.TokenServer;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Configuration files for other tools, in a block: there while it runs, and nowhere else. */
class IdentityOnAgentIT extends ImageJobs {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  private static final WorkloadIdentityProvider PROVIDER =
      new WorkloadIdentityProvider(
          "projects/1/locations/global/workloadIdentityPools/jenkins/providers/main");

  private static final String BLOCK =
      """
      withCloudRunCredentials(credentialsId: 'federated-tools', configFile: true, project: 'my-project') {
        sh 'test -z "$CLOUDSDK_AUTH_ACCESS_TOKEN$GOOGLE_OAUTH_ACCESS_TOKEN" && test "$CLOUDSDK_CORE_PROJECT" = my-project'
        sh 'test "$GOOGLE_APPLICATION_CREDENTIALS" = "$CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE" && printf %s "$GOOGLE_APPLICATION_CREDENTIALS" > where'
        sh 'd=$(dirname "$(cat where)"); cp "$d/token" copied; cat "$(cat where)"; stat -c "MODE %a" "$d" "$d/token" "$(cat where)"'
        sh 'echo "plain $(cat copied) encoded $(base64 -w0 copied) end"'
        MORE
      }
      sh 'test ! -e "$(cat where)" && test ! -e "$(dirname "$(cat where)")" && test -z "$GOOGLE_APPLICATION_CREDENTIALS" && echo GONE'
      """;

  private static String token;

  @BeforeAll
  static void identity() {
    TokenServer tokens = cloud.parts().tokens();
    Issuer issuer = new Issuer("https://jenkins.example.com/oidc");
    tokens.trust(PROVIDER.audience(), issuer.url(), issuer.key()).allowSubject("job/x", DEPLOYER);
    token = issuer.token("job/x", "https:" + PROVIDER.audience(), Duration.ofHours(1));
    jenkins.script(
        """
        import com.cloudbees.plugins.credentials.*
        import com.cloudbees.plugins.credentials.domains.Domain
        import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl
        SystemCredentialsProvider.instance.store.addCredentials(Domain.global(), new StringCredentialsImpl(
            CredentialsScope.GLOBAL, 'jenkins-oidc-tools', '', hudson.util.Secret.fromString('%s')))
        println 'made'
        """
            .formatted(token));
    String unused =
        jenkins.submit(
            IdentityForms.STORE + "createCredentials",
            IdentityForms.made(
                IdentityForms.federation(
                    "federated-tools", PROVIDER.value(), "jenkins-oidc-tools", DEPLOYER)));
  }

  /** What a tool does with the two files. */
  private static String exchange() {
    return "sh 'curl -sf "
        + cloud.parts().tokens().uri().resolve("/v1/token")
        + " --data-urlencode grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
        + " --data-urlencode audience="
        + PROVIDER.audience()
        + " --data-urlencode subject_token@copied && echo EXCHANGED'";
  }

  @Test
  void aBlockHasFilesThatATokenCanBeHadWith() throws Exception {
    String console = succeeds(BLOCK.replace("MORE", exchange()));
    assertTrue(console.contains("Tools in this block act as the credential '"), console);
    assertTrue(console.contains("\"type\":\"external_account\""), console);
    assertTrue(console.contains("serviceAccounts/" + DEPLOYER + ":generateAccessToken"), console);
    assertEquals(3, console.split("MODE [67]00\\R", -1).length - 1, console);
    assertTrue(console.contains("plain **** encoded **** end"), console);
    assertTrue(console.contains("\"access_token\":\"****\""), console);
    assertTrue(console.contains("EXCHANGED"), console);
    assertTrue(console.contains("GONE"), console);
    assertFalse(console.contains(token), console);
  }

  @Test
  void anAbortTakesTheFilesAway() throws Exception {
    String job = create(BLOCK.replace("MORE", "sh 'echo waiting; sleep 300'"));
    try {
      jenkins.build(job);
      jenkins.awaitLine(job, 1, "waiting", BUILD);
      assertEquals(1, configurations().size());
      jenkins.stop(job, 1);
      assertEquals("ABORTED", jenkins.result(job, 1, BUILD), jenkins.console(job, 1));
      assertEquals(List.of(), configurations());
    } finally {
      jenkins.deleteJob(job);
    }
  }

  @Test
  void aKeyIsNeverWrittenIntoAFile() throws Exception {
    String console =
        ends(
            "FAILURE",
            "withCloudRunCredentials(credentialsId: env.CLOUD_RUN_CREDENTIALS, configFile: true) {"
                + " echo \"i${'n'}side\" }");
    assertTrue(console.contains("cannot be written into a file for other tools"), console);
    assertFalse(console.contains("inside"), console);
    assertEquals(List.of(), configurations());
  }

  @Test
  void aRestartInTheBlockChangesNothing() throws Exception {
    assumeTrue(
        System.getProperty("jenkins.launcher") != null,
        "Only a Jenkins that the test starts itself can be killed.");
    String job =
        create(
            BLOCK.replace(
                "MORE",
                """
                sh 'echo waiting && sleep 20 && echo "after $(cat copied)"'
                    sh 'test -s "$GOOGLE_APPLICATION_CREDENTIALS" && echo "again $(cat copied)"'
                """));
    try {
      jenkins.build(job);
      jenkins.awaitLine(job, 1, "waiting", BUILD);
      under.killAndRestart();
      String result = jenkins.result(job, 1, BUILD);
      String console = jenkins.console(job, 1);
      assertEquals("SUCCESS", result, console);
      assertTrue(console.contains("after ****") && console.contains("again ****"), console);
      assertTrue(console.contains("GONE"), console);
      assertFalse(console.contains(token), console);
      assertEquals(List.of(), configurations());
      assertNowhere(temporary.resolve("jenkins/jobs"));
    } finally {
      jenkins.deleteJob(job);
    }
  }

  /** The configurations that lie on the agent now. */
  private static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.walk(agent.folder())) {
      return files.filter(file -> file.endsWith("google-cloud.json")).toList();
    }
  }

  private static void assertNowhere(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(token), "The token is in " + file);
      }
    }
  }
}
