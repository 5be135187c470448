package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Seal;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A rollout driven by the real engine over a real store and a cloud in memory. */
final class Scenario {
  static final Seal SEAL =
      new Seal() {
        @Override
        public String seal(String plain) {
          return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String open(String sealed) {
          return new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
        }
      };
  static final RevisionName OLD = new RevisionName("shop-00001-abc");
  static final ServiceKey KEY =
      new ServiceKey(
          new ProjectId("example-project"), new Region("us-central1"), new ServiceName("shop"));

  final FakeCloud cloud = new FakeCloud();
  final Tempo clock = new Tempo();
  final List<String> log = new ArrayList<>();
  private final Path home;

  Scenario(Path home) {
    this.home = home;
  }

  static Plan plan(Plan.Traffic traffic, List<CanaryStep> canary, List<Region> regions) {
    return new Plan(
        KEY.project(),
        regions,
        KEY.service(),
        made(Optional.empty()),
        new Shift(
            List.of(
                new HttpGate(
                    "/healthz",
                    200,
                    Optional.empty(),
                    Optional.empty(),
                    2,
                    Duration.ofSeconds(20))),
            traffic,
            canary,
            Plan.OnFailure.ROLLBACK),
        Duration.ofHours(1),
        new Account(Optional.of("key"), Optional.empty()),
        Policy.DEFAULT);
  }

  private static Goal made(Optional<Boolean> everyone) {
    return new Goal.Made(
        ImageReference.parse("us-central1-docker.pkg.dev/example-project/apps/shop:v2"),
        Optional.empty(),
        new RevisionSettings(
            new ContainerSettings(
                Map.of("TOKEN", "very-secret-value"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty()),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Map.of()),
        everyone);
  }

  /** The same, and everyone may call the service. */
  static Plan canaryForEveryone() {
    Plan plan = canary();
    return new Plan(
        plan.project(),
        plan.regions(),
        plan.service(),
        made(Optional.of(true)),
        plan.shift(),
        plan.timeLimit(),
        plan.account(),
        plan.policy());
  }

  /** The same with other gates. */
  static Plan with(Plan plan, List<Gate> gates) {
    return new Plan(
        plan.project(),
        plan.regions(),
        plan.service(),
        plan.goal(),
        new Shift(gates, plan.traffic(), plan.canary(), plan.onFailure()),
        plan.timeLimit(),
        plan.account(),
        plan.policy());
  }

  /** The same with another policy. */
  static Plan with(Plan plan, Policy policy) {
    return new Plan(
        plan.project(),
        plan.regions(),
        plan.service(),
        plan.goal(),
        plan.shift(),
        plan.timeLimit(),
        plan.account(),
        policy);
  }

  static Plan canary() {
    return plan(
        Plan.Traffic.ALL,
        List.of(
            new CanaryStep(new Percent(5), Duration.ofSeconds(10)),
            new CanaryStep(new Percent(50), Duration.ofSeconds(10))),
        List.of(KEY.region()));
  }

  /** A service that serves {@link #OLD}. */
  void serving() {
    FakeCloud.Service service = new FakeCloud.Service();
    service.generation = 1;
    service.revisions.add(OLD);
    cloud.services.put(KEY, service);
  }

  Rollout rollout(Plan plan) {
    return Rollout.start(
        "r-1", new Origin("team/shop", Optional.of(7), "alice"), plan, clock.instant());
  }

  DurableEngine<Rollout> engine(Poller poller, Crash.At afterSave) {
    FileStore<Rollout> store = new FileStore<>(home, new RolloutJson(SEAL));
    return new DurableEngine<>(
        new Crash.AfterSave<>(store, afterSave, cloud.afterEffect),
        new RolloutBehaviour(cloud, clock, new ServiceRecords(new Notes(home.resolve("services")))),
        poller,
        clock);
  }

  /** Runs to the end without a crash. */
  Settlement run(Plan plan) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(poller, new Crash.At(0))) {
      Rollout rollout = engine.start(rollout(plan));
      return await(engine, rollout.id());
    }
  }

  Settlement await(DurableEngine<Rollout> engine, String id) throws Exception {
    CompletableFuture<Settlement> end = new CompletableFuture<>();
    try (AutoCloseable watching = engine.watch(id, 0, watcher(end))) {
      return end.get(30, TimeUnit.SECONDS);
    }
  }

  /** Keeps the log and waits for the end. */
  Watcher watcher(CompletableFuture<Settlement> end) {
    return new Watcher() {
      @Override
      public void line(Entry entry, int position) {
        log.add(entry.text());
      }

      @Override
      public void settled(Settlement settlement) {
        end.complete(settlement);
      }
    };
  }

  static String outcome(Settlement settlement) {
    return String.valueOf(settlement.result().get("outcome"));
  }
}
