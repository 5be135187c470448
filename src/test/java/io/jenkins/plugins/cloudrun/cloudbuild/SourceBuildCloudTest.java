package io.jenkins.plugins.cloudrun.cloudbuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.image.source.UploadedSource;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From a workspace to a digest, over the real protocols. */
class SourceBuildCloudTest extends OnCloudBuild {
  private static final String CONFIG =
      """
      steps:
      - name: ubuntu
        id: check
        entrypoint: bash
        args: ['-c', 'echo stage ${_STAGE} of $SHORT_SHA; cat greeting.txt']
      - name: gcr.io/k8s-skaffold/pack
        args: ['build', '$_IMAGE']
      images: ['$_IMAGE']
      """;

  private static boolean program(String name) {
    return List.of(String.valueOf(System.getenv("PATH")).split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  @Test
  void buildpacksFromTheWorkspaceToADigest() throws Exception {
    write("Procfile", "web: run\n");
    write(".gitignore", "secret.txt\n");
    write("secret.txt", "never leaves");
    byte[] noise = new byte[20 << 20];
    new Random(7).nextBytes(noise);
    Files.write(workspace.resolve("noise"), noise);
    cloud.faults().cutWithin("UploadChunk", 3 << 20);
    cloud.faults().fail("UploadChunk", 3, 1, 503);
    UploadedSource source = upload("", "");
    assertEquals("demo-project_cloudbuild", source.bucket());
    assertTrue(source.uploaded());
    Settlement end = run(build("s-1", source, Map.of(), Optional.empty()));
    assertTrue(end.success(), end.message());
    assertEquals(digest("v1"), end.result().get("digest"));
    assertEquals(digest(COMMIT.value()), end.result().get("digest"));
    assertEquals(written(String.valueOf(end.result().get("build"))), shown());
    assertTrue(log.toString().contains("without 2 ignored"), log.toString());
    // The same sources again: nothing is sent.
    long chunks = cloud.emulator().journal().count("UploadChunk");
    assertFalse(upload("", "").uploaded());
    assertEquals(chunks, cloud.emulator().journal().count("UploadChunk"));
  }

  @Test
  void whatCloudRunWarnsOfWhenItTakesTheSourcesIsPrinted() throws Exception {
    write("Procfile", "web: run\n");
    UploadedSource source = upload("", "");
    Settlement plain = run(build("s-1", source, Map.of(), Optional.empty()));
    assertTrue(plain.success(), plain.message());
    assertFalse(log.toString().contains("base image"), log.toString());
    cloud.submissions().warnOfBaseImage("nodejs18 is deprecated since 2025-04-30.");
    Settlement warned = run(build("s-2", source, Map.of(), Optional.empty()));
    assertTrue(warned.success(), warned.message());
    assertTrue(
        log.contains(
            "Cloud Run warns of the base image: nodejs18 is deprecated since" + " 2025-04-30."),
        log.toString());
  }

  @Test
  void aDockerfileInTheSourcesAndOneElsewhere() throws Exception {
    assumeTrue(program("buildah"), "there is no buildah here");
    write("Dockerfile", "FROM scratch\nCOPY greeting.txt /one\n");
    write("docker/other.Dockerfile", "FROM scratch\nCOPY greeting.txt /two\n");
    write("greeting.txt", "hello");
    Settlement one = run(build("s-1", upload("", ""), Map.of(), Optional.empty()));
    assertTrue(one.success(), one.message());
    assertEquals(1, cloud.emulator().journal().count("SubmitBuild"));
    Settlement other =
        run(build("s-2", upload("docker/other.Dockerfile", ""), Map.of(), Optional.empty()));
    assertTrue(other.success(), other.message());
    assertEquals(1, cloud.emulator().journal().count("CreateBuild"));
    assertEquals(digest("v1"), other.result().get("digest"));
    assertFalse(one.result().get("digest").equals(other.result().get("digest")));
  }

  @Test
  void aBuildConfigurationWithItsSubstitutions() throws Exception {
    write("Procfile", "web: run\n");
    write("greeting.txt", "hello\n");
    write("cloudbuild.yaml", CONFIG);
    UploadedSource source = upload("", "cloudbuild.yaml");
    Settlement end = run(build("s-1", source, Map.of("_STAGE", "test"), Optional.empty()));
    assertTrue(end.success(), end.message());
    assertTrue(shown().contains("Step #0 - \"check\": stage test of 0123456"), shown().toString());
    assertEquals(digest(COMMIT.value()), end.result().get("digest"));
    assertEquals(written(String.valueOf(end.result().get("build"))), shown());
  }

  @Test
  void anotherAccountLogsToCloudLogging() throws Exception {
    write("Procfile", "web: run\n");
    write("greeting.txt", "hello\n");
    write("cloudbuild.yaml", CONFIG);
    UploadedSource source = upload("", "cloudbuild.yaml");
    Settlement end = run(build("s-1", source, Map.of("_STAGE", "test"), Optional.of(account)));
    assertTrue(end.success(), end.message());
    assertTrue(shown().contains("Step #0 - \"check\": stage test of 0123456"), shown().toString());
    assertEquals(1, shown().stream().filter(l -> l.equals("DONE")).count());
  }

  @Test
  void aStepThatFailsIsNamedWithItsLastLines() throws Exception {
    write("greeting.txt", "hello\n");
    write(
        "cloudbuild.yaml",
        "steps:\n- name: ubuntu\n  script: echo fine\n- name: ubuntu\n  id: tests\n"
            + "  script: echo two tests failed; exit 3\n");
    Settlement end = run(build("s-1", upload("", "cloudbuild.yaml"), Map.of(), Optional.empty()));
    assertFalse(end.success());
    assertTrue(end.message().contains("step 1 (tests, ubuntu) exited with code 3"), end.message());
    assertTrue(end.message().contains("two tests failed"), end.message());
    assertTrue(end.message().contains("Its log: http"), end.message());
  }

  @Test
  void whatTheServiceRefusesIsSaid() throws Exception {
    write(
        "cloudbuild.yaml",
        "steps: [{name: ubuntu, entrypoint: bash, args: ['-c', 'echo $_MISSING']}]\n");
    Settlement end = run(build("s-1", upload("", "cloudbuild.yaml"), Map.of(), Optional.empty()));
    assertFalse(end.success());
    assertTrue(end.message().contains("Cloud Build could not submit the build"), end.message());
    assertTrue(end.message().contains("_MISSING"), end.message());
    cloud.emulator().access().deny(account, "cloudbuild.builds.create");
    Settlement denied =
        run(build("s-2", upload("", "cloudbuild.yaml"), Map.of(), Optional.empty()));
    assertTrue(denied.message().contains("roles/cloudbuild.builds.editor"), denied.message());
  }

  @Test
  void aBucketOfSomebodyElseIsRefused() throws Exception {
    cloud.storage().buckets().createForeign("demo-project_cloudbuild");
    write("Procfile", "web: run\n");
    Failure failure = assertThrows(Failure.Permanent.class, () -> upload("", ""));
    assertTrue(failure.explanation().contains("belongs to another project"), failure.explanation());
  }

  @Test
  void aLostAnswerIsLookedForAndNothingIsBuiltTwice() throws Exception {
    write("Procfile", "web: run\n");
    cloud.faults().loseAnswer("SubmitBuild");
    cloud.faults().fail("GetBuild", 2, 2, 503);
    cloud.faults().fail("ReadObject", 1, 1, 503);
    Settlement end = run(build("s-1", upload("", ""), Map.of(), Optional.empty()));
    assertTrue(end.success(), end.message());
    assertEquals(1, cloud.emulator().journal().count("SubmitBuild"));
    assertEquals(written(String.valueOf(end.result().get("build"))), shown());
  }

  @Test
  void anAbortCancelsTheBuild() throws Exception {
    cloud.cloudBuild().slowSteps(Duration.ofMinutes(5));
    write("Procfile", "web: run\n");
    SourceBuild build = build("s-1", upload("", ""), Map.of(), Optional.empty());
    platform.sourceBuilds().start(build);
    awaitBegun();
    long begun = System.nanoTime();
    platform.sourceBuilds().command("s-1", new Command(Command.ABORT, "alice", "", Instant.now()));
    Settlement end = await("s-1");
    assertEquals("aborted", end.result().get("outcome"));
    assertTrue(System.nanoTime() - begun < 10_000_000_000L, "the build is cancelled soon");
    assertEquals(1, cloud.emulator().journal().count("CancelBuild"));
  }

  private void awaitBegun() throws InterruptedException {
    while (platform.sourceBuilds().find("s-1").flatMap(SourceBuild::build).isEmpty()) {
      Thread.sleep(10);
    }
  }

  @Test
  void aRestartGoesOnWithTheBuildAndItsLog() throws Exception {
    cloud.cloudBuild().slowSteps(Duration.ofSeconds(4));
    write("Procfile", "web: run\n");
    SourceBuild build = build("s-1", upload("", ""), Map.of(), Optional.empty());
    platform.sourceBuilds().start(build);
    awaitBegun();
    Thread.sleep(2500);
    platform.close();
    platform = platform();
    Settlement end = await("s-1");
    assertTrue(end.success(), end.message());
    assertEquals(1, cloud.emulator().journal().count("SubmitBuild"));
    assertEquals(written(String.valueOf(end.result().get("build"))), shown());
    assertTrue(shown().toString().contains("Still working"), shown().toString());
  }
}
