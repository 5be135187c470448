package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tokens for other tools, in a block: there while it runs, and nowhere else. */
class TokensOnAgentIT extends ImageJobs {
  private static final String BLOCK =
      """
      withCloudRunCredentials(credentialsId: env.CLOUD_RUN_CREDENTIALS, project: 'my-project') {
        sh 'printf %s "$GOOGLE_OAUTH_ACCESS_TOKEN" > token'
        sh 'test -s token && test "$CLOUDSDK_AUTH_ACCESS_TOKEN" = "$(cat token)" && test "$CLOUDSDK_CORE_PROJECT" = my-project'
        sh 'echo "plain $(cat token) encoded $(printf %s "oauth2accesstoken:$(cat token)" | base64 -w0) end"'
        MORE
      }
      sh 'test -z "$GOOGLE_OAUTH_ACCESS_TOKEN$CLOUDSDK_AUTH_ACCESS_TOKEN$CLOUDSDK_CORE_PROJECT"'
      """;

  @Test
  void aBlockHasATokenThatTheLogHides() throws Exception {
    String console = succeeds(BLOCK.replace("MORE", ""));
    String token = tokens().get(0);
    assertTrue(console.contains("Tools in this block act as the credential '"), console);
    assertTrue(console.contains("plain **** encoded "), console);
    assertTrue(console.contains("**** end"), console);
    assertFalse(console.contains(token), console);
    String encoded =
        Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)).substring(8, 40);
    assertFalse(console.contains(encoded), console);
  }

  @Test
  void withoutTheCredentialNothingOfTheBlockRuns() throws Exception {
    String console =
        ends(
            "FAILURE", "withCloudRunCredentials(credentialsId: 'nobody') { echo \"i${'n'}side\" }");
    assertTrue(console.contains("There is no credential 'nobody'"), console);
    assertFalse(console.contains("inside"), console);
  }

  @Test
  void aRestartInTheBlockGetsAnotherToken() throws Exception {
    assumeTrue(
        System.getProperty("jenkins.launcher") != null,
        "Only a Jenkins that the test starts itself can be killed.");
    String job =
        create(
            BLOCK.replace(
                "MORE",
                """
                sh 'cp token first && echo waiting && sleep 20 && echo "after $(cat first)"'
                    sh 'test -n "$GOOGLE_OAUTH_ACCESS_TOKEN" && echo "again $GOOGLE_OAUTH_ACCESS_TOKEN"'
                """));
    try {
      jenkins.build(job);
      jenkins.awaitLine(job, 1, "waiting", BUILD);
      under.killAndRestart();
      String result = jenkins.result(job, 1, BUILD);
      String console = jenkins.console(job, 1);
      assertEquals("SUCCESS", result, console);
      assertTrue(console.contains("after ****"), console);
      assertTrue(console.contains("again ****"), console);
      for (String token : tokens()) {
        assertFalse(console.contains(token), console);
        assertNowhere(token, temporary.resolve("jenkins/jobs"));
      }
    } finally {
      jenkins.deleteJob(job);
    }
  }

  /** What the jobs wrote into their workspaces. */
  private static List<String> tokens() throws IOException {
    try (Stream<Path> files = Files.walk(agent.folder())) {
      List<String> tokens =
          files
              .filter(file -> file.endsWith("token"))
              .map(
                  file -> {
                    try {
                      return Files.readString(file);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  })
              .toList();
      assertFalse(tokens.isEmpty());
      return tokens;
    }
  }

  private static void assertNowhere(String token, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(token), "A token is in " + file);
      }
    }
  }
}
