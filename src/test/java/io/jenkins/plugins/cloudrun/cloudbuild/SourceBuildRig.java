package io.jenkins.plugins.cloudrun.cloudbuild;

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
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Stored;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Engines over a scripted Cloud Build, and what they say. */
abstract class SourceBuildRig {
  static final ImageName IMAGE =
      ImageName.parse("europe-west1-docker.pkg.dev/example-project/apps/shop");
  static final CommitSha COMMIT = new CommitSha("ab".repeat(20));
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
  final Tempo clock = new Tempo();
  final List<String> shown = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  static SourcePlan plan(boolean keep, Duration limit) {
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

  DurableEngine<SourceBuild> engine(
      String folder, FakeBuilds builds, Poller poller, Crash.At saves) {
    FileStore<SourceBuild> store = new FileStore<>(home.resolve(folder), new SourceBuildJson(SEAL));
    return new DurableEngine<>(
        new Crash.AfterSave<>(store, saves, builds.afterEffect),
        new SourceBehaviour(builds, clock),
        poller,
        clock);
  }

  SourceBuild build(SourcePlan plan) {
    return build(plan, clock);
  }

  static SourceBuild build(SourcePlan plan, Tempo clock) {
    return SourceBuild.start(
        "s-1", new Origin("team/shop", Optional.of(7), "alice"), plan, clock.instant());
  }

  Settlement await(DurableEngine<SourceBuild> engine) throws Exception {
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

  Settlement execute(FakeBuilds builds, SourcePlan plan) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<SourceBuild> engine = engine("calm", builds, poller, new Crash.At(0))) {
      engine.start(build(plan));
      return await(engine);
    }
  }

  List<String> logged() {
    return shown.stream().filter(line -> line.startsWith("| ")).toList();
  }

  static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "| line " + i).toList();
  }
}
