package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CredentialsStepTest {
  private final FakePlatform platform = new FakePlatform();
  private final CredentialsBlock block =
      new CredentialsBlock(
          new Origin("team/shop", Optional.of(7), "Ada"),
          new Account(Optional.of("google"), Optional.empty()));

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void toolsGetTheTokenAndTheProject() throws Exception {
    EnvVars env = new EnvVars();
    TokenVariables variables = new TokenVariables(block, "my-project");
    variables.expand(env);
    assertEquals(block.given(), List.of(env.get("CLOUDSDK_AUTH_ACCESS_TOKEN")));
    assertEquals(block.given(), List.of(env.get("GOOGLE_OAUTH_ACCESS_TOKEN")));
    assertEquals("my-project", env.get("CLOUDSDK_CORE_PROJECT"));
    assertTrue(
        variables
            .getSensitiveVariables()
            .containsAll(List.of("CLOUDSDK_AUTH_ACCESS_TOKEN", "GOOGLE_OAUTH_ACCESS_TOKEN")));
  }

  @Test
  void whatAPipelineSavesHasNoToken() throws Exception {
    String token = block.token().text();
    for (Object saved : List.of(new TokenVariables(block, null), new TokenMask(block))) {
      byte[] bytes = FakeContext.saved(saved);
      assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains(token));
    }
    CredentialsBlock again = FakeContext.loaded(CredentialsBlock.class, FakeContext.saved(block));
    assertEquals(List.of(), again.given());
    assertEquals(token, again.token().text());
  }

  @Test
  void aWrongAccountOrProjectIsRefusedAtOnce() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    CredentialsStep account = new CredentialsStep();
    account.setImpersonate("not an address");
    String message = assertThrows(AbortException.class, () -> account.start(context)).getMessage();
    assertTrue(message.startsWith("withCloudRunCredentials: 'not an address'"), message);
    CredentialsStep project = new CredentialsStep();
    project.setProject("Not A Project");
    assertThrows(AbortException.class, () -> project.start(context));
  }

  @Test
  void aBlockThatCannotBeginFailsTheStep() throws Exception {
    FakeContext context = new FakeContext("team", 7, "12");
    StepExecution step = new CredentialsStep().start(context);
    assertFalse(step.start());
    // There is nothing around this step that could run a block.
    assertInstanceOf(UnsupportedOperationException.class, context.failure());
    assertEquals(1, context.ends);
  }
}
