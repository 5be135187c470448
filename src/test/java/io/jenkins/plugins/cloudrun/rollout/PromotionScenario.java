package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import io.jenkins.plugins.cloudrun.promotion.AuditLog;
import io.jenkins.plugins.cloudrun.promotion.DatedFreeze;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service that serves in dev, one in prod, and an engine that promotes; for tests. */
abstract class PromotionScenario {
  static final TargetName DEV = new TargetName("dev");
  static final TargetName PROD = new TargetName("prod");
  static final ServiceKey SOURCE =
      new ServiceKey(new ProjectId("example-dev"), Scenario.KEY.region(), Scenario.KEY.service());
  static final String IMAGE = "us-central1-docker.pkg.dev/example-dev/apps/team/shop";
  static final DatedFreeze ALWAYS =
      DatedFreeze.parse("the great freeze", "2000-01-01", "2100-01-01", "UTC");

  @TempDir Path home;
  Scenario scenario;
  FakeCopies copies;
  List<ImageCopies.Order> there;
  Optional<Rules> now = Optional.empty();

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @BeforeEach
  void setUp() {
    begin(home);
  }

  void begin(Path folder) {
    scenario = new Scenario(folder);
    scenario.serving();
    FakeCloud.Service dev = new FakeCloud.Service();
    dev.generation = 1;
    dev.revisions.add(new RevisionName("shop-00009-dev"));
    dev.image = IMAGE + "@" + FakeCloud.DIGEST;
    scenario.cloud.services.put(SOURCE, dev);
    there = new ArrayList<>();
    copies = new FakeCopies(there, new Crash.At(0));
  }

  static Rules rules(Optional<RequiredApproval> approval, DatedFreeze... freezes) {
    return new Rules(List.of(), approval, List.of(freezes), List.of());
  }

  static Plan plan(Rules rules, Optional<FreezeOverride> override, Optional<ImageDigest> digest) {
    Plan like = Scenario.canary();
    Optional<Approval> approval =
        rules
            .approval()
            .map(
                asked ->
                    new Approval(
                        asked.by(),
                        asked.within(),
                        1,
                        List.of("alice"),
                        asked.notBy().author(),
                        asked.count()));
    return new Plan(
        like.project(),
        like.regions(),
        like.service(),
        new Promotion(
            DEV,
            PROD,
            List.of(SOURCE),
            new Account(Optional.of("dev-key"), Optional.empty()),
            Optional.of(ImageName.parse("us-central1-docker.pkg.dev/example-dev/apps")),
            Optional.of(ImageName.parse("europe-docker.pkg.dev/example-project/apps")),
            digest,
            List.of(DEV, PROD),
            rules,
            Optional.of("shop@example-project.iam.gserviceaccount.com"),
            override,
            "the tests are green"),
        new Shift(
            like.gates(),
            Plan.Traffic.ALL,
            List.of(new CanaryStep(new Percent(50), Duration.ofSeconds(5))),
            Plan.OnFailure.ROLLBACK),
        Duration.ofHours(1),
        new Account(Optional.of("prod-key"), Optional.empty()),
        new Policy(Policy.Concurrent.WAIT, false, approval));
  }

  static Plan plan(Rules rules) {
    return plan(rules, Optional.empty(), Optional.empty());
  }

  AuditLog audit(Path folder) {
    return new AuditLog(folder.resolve("audit"));
  }

  Vouchers vouchers(Path folder) {
    return new Vouchers(new Notes(folder.resolve("vouched")));
  }

  DurableEngine<Rollout> engine(Path folder, Poller poller, Crash.At at) {
    FileStore<Rollout> store = new FileStore<>(folder, new RolloutJson(Scenario.SEAL));
    Surroundings around =
        new Surroundings(
            Optional.of(new ServiceRecords(new Notes(folder.resolve("services")))),
            Optional.of(vouchers(folder)),
            copies,
            (origin, target) -> now,
            audit(folder));
    return new DurableEngine<>(
        new Crash.AfterSave<>(store, at, scenario.cloud.afterEffect),
        new RolloutBehaviour(scenario.cloud, scenario.clock, around),
        poller,
        scenario.clock);
  }

  interface Meanwhile {
    void of(DurableEngine<Rollout> engine) throws Exception;
  }

  Settlement run(Plan plan, Meanwhile meanwhile) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(home, poller, new Crash.At(0))) {
      engine.start(scenario.rollout(plan));
      meanwhile.of(engine);
      return scenario.await(engine, "r-1");
    }
  }

  Settlement run(Plan plan) throws Exception {
    return run(plan, engine -> {});
  }

  static void waiting(DurableEngine<Rollout> engine) throws Exception {
    for (int i = 0; i < 20_000; i++) {
      Rollout now = engine.find("r-1").orElseThrow();
      if (now.phase() instanceof Approving) {
        return;
      }
      assertTrue(now.settlement().isEmpty(), now.toString());
      Thread.sleep(1);
    }
    throw new AssertionError(engine.find("r-1").toString());
  }

  static Command answer(String kind, String actor) {
    return new Command(kind, actor, "looked at it", Instant.parse("2026-01-01T01:00:00Z"));
  }

  FakeCloud.Service prod() {
    return scenario.cloud.services.get(Scenario.KEY);
  }

  List<String> decisions() {
    List<String> all = new ArrayList<>();
    for (AuditEntry entry : audit(home).latest(100, e -> true)) {
      all.add(0, entry.what() + " by " + entry.who());
    }
    return all;
  }

  static RequiredApproval approval(int count) {
    return new RequiredApproval(
        count, List.of("release-managers"), new NotBy(true, false), Duration.ofHours(4));
  }
}
