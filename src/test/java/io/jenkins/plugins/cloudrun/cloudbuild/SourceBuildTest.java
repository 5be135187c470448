package io.jenkins.plugins.cloudrun.cloudbuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Stored;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Trouble;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds in the cloud from beginning to end, and cut off everywhere. */
class SourceBuildTest {
  private static final ImageName IMAGE =
      ImageName.parse("europe-west1-docker.pkg.dev/example-project/apps/shop");
  private static final CommitSha COMMIT = new CommitSha("ab".repeat(20));
  private static final Seal SEAL =
      new Seal() {
        @Override
        public String seal(String plain) {
          return new StringBuilder(plain).reverse().toString();
        }

        @Override
        public String open(String sealed) {
          return new StringBuilder(sealed).reverse().toString();
        }
      };

  @TempDir Path home;
  private final Tempo clock = new Tempo();
  private final List<String> shown = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  private static SourcePlan plan(boolean keep, Duration limit) {
    return new SourcePlan(
        Place.of(IMAGE, "", ""),
        new Stored("example-project_cloudbuild", "source/x.tgz", 17),
        new Way.Config("{\"steps\":[],\"substitutions\":{\"_TOKEN\":\"hidden-value\"}}"),
        IMAGE,
        List.of(COMMIT.value(), "v1", COMMIT.value()),
        COMMIT,
        keep,
        Optional.empty(),
        limit,
        new Account(Optional.of("key"), Optional.empty()));
  }

  private DurableEngine<SourceBuild> engine(
      String folder, FakeBuilds builds, Poller poller, Crash.At saves) {
    FileStore<SourceBuild> store = new FileStore<>(home.resolve(folder), new SourceBuildJson(SEAL));
    return new DurableEngine<>(
        new Crash.AfterSave<>(store, saves, builds.afterEffect),
        new SourceBehaviour(builds, clock),
        poller,
        clock);
  }

  private SourceBuild build(SourcePlan plan) {
    return SourceBuild.start(
        "s-1", new Origin("team/shop", Optional.of(7), "alice"), plan, clock.instant());
  }

  private Settlement await(DurableEngine<SourceBuild> engine) throws Exception {
    CompletableFuture<Settlement> end = new CompletableFuture<>();
    Watcher watcher =
        new Watcher() {
          @Override
          public void line(Entry entry, int position) {
            shown.add((entry.kind().equals(Entry.LOG) ? "| " : "") + entry.text());
          }

          @Override
          public void settled(Settlement settlement) {
            end.complete(settlement);
          }
        };
    try (AutoCloseable watching = engine.watch("s-1", 0, watcher)) {
      return end.get(30, TimeUnit.SECONDS);
    }
  }

  private Settlement execute(FakeBuilds builds, SourcePlan plan) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine("calm", builds, poller, new Crash.At(0))) {
      engine.start(build(plan));
      return await(engine);
    }
  }

  private List<String> logged() {
    return shown.stream().filter(line -> line.startsWith("| ")).toList();
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "| line " + i).toList();
  }

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
      assertTrue(kept.history().size() <= SourceBuildCopy.MOST_ENTRIES, kept.history().size() + "");
      assertTrue(kept.historyStart() > 5000, kept.historyStart() + "");
    }
    assertEquals(lines(6000), logged());
    // Who comes late is told what is missing.
    shown.clear();
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine("long", builds, poller, new Crash.At(0))) {
      await(engine);
    }
    assertTrue(shown.get(0).matches("\\([0-9]+ lines that came meanwhile are not kept\\)"));
    assertEquals("| line 5999", logged().get(logged().size() - 1));
  }

  @Test
  void endsTheSameWhereverItIsCutOff() throws Exception {
    FakeBuilds calm = new FakeBuilds();
    Crash.At saves = new Crash.At(0);
    String expected = end("reference", calm, saves);
    int cases = 0;
    for (int point = 1; point <= saves.count(); point++) {
      cutOff("save-" + point, new Crash.At(point), new Crash.At(0), expected);
      cases++;
    }
    for (int point = 1; point <= calm.effects.size(); point++) {
      cutOff("effect-" + point, new Crash.At(0), new Crash.At(point), expected);
      cases++;
    }
    System.out.println("Build crash test: " + cases + " cases");
    assertTrue(saves.count() >= 8, saves.count() + " saves");
  }

  private void cutOff(String name, Crash.At save, Crash.At effect, String expected)
      throws Exception {
    FakeBuilds builds = new FakeBuilds();
    builds.afterEffect = effect;
    builds.gone = save;
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine(name, builds, poller, save)) {
      try {
        engine.start(build(plan(false, Duration.ofHours(1))));
      } catch (Crash crash) {
        assertTrue(save.happened());
      }
      for (int i = 0; i < 20_000 && !save.happened() && !effect.happened(); i++) {
        Thread.sleep(1);
      }
      assertTrue(save.happened() || effect.happened(), name + " was never reached");
    }
    builds.afterEffect = new Crash.At(0);
    builds.gone = new Crash.At(0);
    assertEquals(expected, end(name, builds, new Crash.At(0)), name);
  }

  /** How it ended, and the whole log, in which no line may be missing or stand twice. */
  private String end(String name, FakeBuilds builds, Crash.At saves) throws Exception {
    shown.clear();
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine(name, builds, poller, saves)) {
      engine.resume();
      engine.start(build(plan(false, Duration.ofHours(1))));
      Settlement end = await(engine);
      return end.result().get("outcome")
          + " "
          + end.result().get("ref")
          + " "
          + builds.markers
          + " "
          + builds.effects
          + " "
          + builds.tags
          + " "
          + logged();
    }
  }
}
