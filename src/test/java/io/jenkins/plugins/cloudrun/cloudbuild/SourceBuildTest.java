package io.jenkins.plugins.cloudrun.cloudbuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.History;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Builds in the cloud from beginning to end. */
class SourceBuildTest extends SourceBuildRig {
  @Test
  void submitsFollowsTheLogAndTags() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    Settlement end = execute(builds, plan(false, Duration.ofHours(1)));
    assertTrue(end.success(), end.message());
    assertEquals(List.of("submit", "tag v1"), builds.effects);
    assertEquals(FakeBuilds.DIGEST.value(), end.result().get("digest"));
    assertEquals(IMAGE + "@" + FakeBuilds.DIGEST, end.result().get("ref"));
    assertEquals(List.of(COMMIT.value(), "v1"), end.result().get("tags"));
    assertEquals("https://console.example/b-1", end.result().get("logUrl"));
    assertEquals(lines(4), logged());
    assertTrue(shown.contains("Submitted build b-1 in europe-west1 of example-project"));
    assertTrue(
        shown.contains("Build b-1 is running: https://console.example/b-1"), shown::toString);
  }

  @Test
  void whereTheLogIsIsSaidEvenWhenNobodySawTheBuildRun() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.looks = 2;
    assertTrue(execute(builds, plan(false, Duration.ofHours(1))).success());
    assertTrue(shown.contains("Build b-1 has run: https://console.example/b-1"), shown::toString);
  }

  @Test
  void secretsOfThePlanAreSealed() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    execute(builds, plan(false, Duration.ofHours(1)));
    try (var files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file).contains("hidden-value"), file.toString());
      }
    }
  }

  @Test
  void aFailureNamesTheStepAndItsLastLines() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.end = Status.FAILURE;
    builds.trouble = new Trouble("USER_BUILD_STEP", "Build step failure: it exited with 2");
    Settlement end = execute(builds, plan(false, Duration.ofHours(1)));
    assertFalse(end.success());
    assertTrue(
        end.message().contains("step 1 (compile, gcr.io/docker) exited with code 2"),
        end.message());
    assertTrue(end.message().contains("line 2\nline 3"), end.message());
    assertTrue(end.message().contains("https://console.example/b-1"), end.message());
    assertEquals("failed", end.result().get("outcome"));
  }

  @Test
  void aRefusedPushNamesTheRole() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.end = Status.FAILURE;
    builds.trouble = new Trouble("PUSH_NOT_AUTHORIZED", "denied");
    Settlement end = execute(builds, plan(false, Duration.ofHours(1)));
    assertTrue(end.message().contains("roles/artifactregistry.writer"), end.message());
  }

  @Test
  void withoutADigestInTheAnswerTheRegistryIsAsked() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.named = false;
    assertTrue(execute(builds, plan(false, Duration.ofHours(1))).success());
  }

  @Test
  void aBuildThatPushedNothingIsSaid() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.named = false;
    builds.pushes = false;
    Settlement end = execute(builds, plan(false, Duration.ofHours(1)));
    assertFalse(end.success());
    assertTrue(end.message().contains("pushed no image"), end.message());
  }

  @Test
  void aTagThatIsKeptStopsBeforeAnythingIsSubmitted() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.tags.put("v1", new ImageDigest("sha256:" + "d".repeat(64)));
    Settlement end = execute(builds, plan(true, Duration.ofHours(1)));
    assertFalse(end.success());
    assertTrue(builds.effects.isEmpty());
    assertTrue(end.message().contains(":v1 is there already"), end.message());
  }

  @Test
  void anAbortCancelsTheBuild() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.stuck = true;
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine("abort", builds, poller, new Crash.At(0))) {
      engine.start(build(plan(false, Duration.ofHours(1))));
      while (engine.find("s-1").orElseThrow().build().isEmpty()) {
        Thread.sleep(1);
      }
      engine.command("s-1", new Command(Command.ABORT, "alice", "", clock.instant()));
      Settlement end = await(engine);
      assertEquals("aborted", end.result().get("outcome"));
      assertEquals(List.of("submit", "cancel"), builds.effects);
      assertTrue(end.message().contains("was cancelled (aborted by alice)"), end.message());
    }
  }

  @Test
  void theEndOfItsTimeCancelsTheBuild() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.stuck = true;
    Settlement end = execute(builds, plan(false, Duration.ofSeconds(60)));
    assertEquals("cancelled", end.result().get("outcome"));
    assertTrue(end.message().contains("its time limit is over"), end.message());
  }

  @Test
  void anAmbiguousSubmissionIsLookedForAndNotRepeated() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.nextSubmit.add(new Failure.Transient("Unavailable.", Optional.empty(), null));
    builds.nextSubmit.add(new Failure.Ambiguous("Cut off.", null));
    // A search that fails says nothing: it must not lead to a second submission.
    builds.nextFind.add(new Failure.Transient("Unavailable.", Optional.empty(), null));
    Settlement end = execute(builds, plan(false, Duration.ofHours(1)));
    assertTrue(end.success(), end.message());
    assertEquals(List.of("submit", "tag v1"), builds.effects);
  }

  @Test
  void aLogThatMayNotBeReadIsSaidOnceAndStopsNothing() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.logFailure =
        Optional.of(new Failure.Permanent(Failure.Reason.DENIED, "No access.", null));
    Settlement end = execute(builds, plan(false, Duration.ofHours(1)));
    assertTrue(end.success(), end.message());
    assertEquals(1, shown.stream().filter(line -> line.contains("No access.")).count());
  }

  @Test
  void aLongLogIsShownWholeAndKeptInPart() throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.looks = 10;
    builds.linesOfLook = 600;
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine("long", builds, poller, new Crash.At(0))) {
      engine.start(build(plan(false, Duration.ofHours(1))));
      assertTrue(await(engine).success());
      SourceBuild kept = engine.find("s-1").orElseThrow();
      assertTrue(kept.history().size() <= History.MOST_ENTRIES, kept.history().size() + "");
      assertTrue(
          kept.history().stream()
              .anyMatch(
                  e -> e.kind().equals(Entry.OMITTED) && e.text().matches("5\\d{3} lines .*")),
          "most is left out");
    }
    assertEquals(lines(6000), logged());
    // Who comes late is told what is missing.
    shown.clear();
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine("long", builds, poller, new Crash.At(0))) {
      await(engine);
    }
    assertEquals("| line 0", logged().get(0));
    assertTrue(
        shown.stream()
            .anyMatch(l -> l.matches("\\([0-9]+ lines that came meanwhile are not kept\\)")));
    assertEquals("| line 5999", logged().get(logged().size() - 1));
  }
}
