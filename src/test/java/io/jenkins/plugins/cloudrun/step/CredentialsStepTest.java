package io.jenkins.plugins.cloudrun.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.platform.ToolConfiguration;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertTrue(
        message.startsWith("withCloudRunCredentials: impersonate: 'not an address'"), message);
    CredentialsStep project = new CredentialsStep();
    project.setProject("Not A Project");
    assertThrows(AbortException.class, () -> project.start(context));
    CredentialsStep target = new CredentialsStep();
    target.setTarget("prod");
    message = assertThrows(AbortException.class, () -> target.start(context)).getMessage();
    assertTrue(message.startsWith("withCloudRunCredentials: There is no target 'prod'"), message);
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

  private static ToolConfiguration configuration(String token, Duration life) {
    return new ToolConfiguration(
        token, Instant.now().plus(life), path -> "{\"file\":\"" + path + "\"}");
  }

  @Test
  void toolsGetFilesAsLongAsTheBlockRuns(@TempDir Path workspace) throws Exception {
    platform.toolConfiguration = configuration("eyJ.first", Duration.ofHours(1));
    FilePath here = new FilePath(workspace.resolve("ws").toFile());
    ToolFiles files = new ToolFiles(block, here);
    EnvVars env = new EnvVars();
    FileVariables variables = new FileVariables(files, "my-project");
    variables.expand(env);
    Path configuration = Path.of(env.get("GOOGLE_APPLICATION_CREDENTIALS"));
    assertEquals(configuration.toString(), env.get("CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"));
    assertEquals("my-project", env.get("CLOUDSDK_CORE_PROJECT"));
    Path token = configuration.resolveSibling("token");
    assertTrue(token.startsWith(workspace.resolve("ws@tmp")));
    assertEquals("{\"file\":\"" + token + "\"}", Files.readString(configuration));
    assertEquals("eyJ.first", Files.readString(token));
    assertEquals(List.of("eyJ.first"), block.given());
    for (Path file : List.of(token, configuration, token.getParent())) {
      assertTrue(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith("------"),
          file.toString());
    }
    assertFalse(
        new String(FakeContext.saved(variables), StandardCharsets.ISO_8859_1).contains("eyJ."));

    // Half of the life of the first is not over; after a restart nobody knows that.
    platform.toolConfiguration = configuration("eyJ.second", Duration.ofSeconds(-1));
    variables.expand(env);
    assertEquals("eyJ.first", Files.readString(token));
    FakeContext.loaded(FileVariables.class, FakeContext.saved(variables)).expand(env);
    assertEquals("eyJ.second", Files.readString(token));

    FakeContext context = new FakeContext("team", 7, "12");
    FilesRemoved end =
        FakeContext.loaded(FilesRemoved.class, FakeContext.saved(new FilesRemoved(files)));
    end.finished(context);
    assertFalse(Files.exists(token.getParent()));
    end.finished(context);
    assertEquals(List.of(), context.log());
  }

  @Test
  void whatAnotherBlockForgotIsRemovedByTheNext(@TempDir Path workspace) throws Exception {
    platform.toolConfiguration = configuration("eyJ.first", Duration.ofHours(1));
    FilePath here = new FilePath(workspace.resolve("ws").toFile());
    ToolFiles old = new ToolFiles(block, here);
    old.renew();
    ToolFiles recent = new ToolFiles(block, here);
    recent.renew();
    Path folder = Path.of(old.configuration()).getParent();
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    new ToolFiles(block, here).renew();
    assertFalse(Files.exists(folder));
    assertTrue(Files.exists(Path.of(recent.configuration())));
  }

  @Test
  void filesNeedAWorkspace() throws Exception {
    platform.toolConfiguration = configuration("eyJ.first", Duration.ofHours(1));
    FakeContext context = new FakeContext("team", 7, "12");
    context.without(FilePath.class);
    CredentialsStep files = new CredentialsStep();
    files.setConfigFile(true);
    assertFalse(files.start(context).start());
    assertTrue(context.failure().getMessage().contains("inside node"));
  }
}
