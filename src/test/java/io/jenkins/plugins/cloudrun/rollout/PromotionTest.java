package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.CommitSha;
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
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serves in one target goes to another one, by its rules. */
class PromotionTest {
  private static final TargetName DEV = new TargetName("dev");
  private static final TargetName PROD = new TargetName("prod");
  private static final ServiceKey SOURCE =
      new ServiceKey(new ProjectId("example-dev"), Scenario.KEY.region(), Scenario.KEY.service());
  private static final String IMAGE = "us-central1-docker.pkg.dev/example-dev/apps/team/shop";
  private static final DatedFreeze ALWAYS =
      DatedFreeze.parse("the great freeze", "2000-01-01", "2100-01-01", "UTC");

  @TempDir Path home;
  private Scenario scenario;
  private FakeCopies copies;
  private List<ImageCopies.Order> there;
  private Optional<Rules> now = Optional.empty();

  @BeforeAll
  static void quietly() {
    Crash.quietly();
  }

  @BeforeEach
  void setUp() {
    begin(home);
  }

  private void begin(Path folder) {
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

  private static Rules rules(Optional<RequiredApproval> approval, DatedFreeze... freezes) {
    return new Rules(List.of(), approval, List.of(freezes), List.of());
  }

  private static Plan plan(
      Rules rules, Optional<FreezeOverride> override, Optional<ImageDigest> digest) {
    Plan like = Scenario.canary();
    Optional<Approval> approval =
        rules
            .approval()
            .map(
                asked ->
                    new Approval(asked.by(), asked.within(), 1, List.of("alice"), asked.count()));
    return new Plan(
        like.project(),
        like.regions(),
        like.service(),
        Optional.empty(),
        Optional.empty(),
        RevisionSettings.UNCHANGED,
        Optional.empty(),
        like.gates(),
        Plan.Traffic.ALL,
        List.of(new CanaryStep(new Percent(50), Duration.ofSeconds(5))),
        Plan.OnFailure.ROLLBACK,
        Duration.ofHours(1),
        new Account(Optional.of("prod-key"), Optional.empty()),
        new Policy(Policy.Concurrent.WAIT, false, approval),
        Optional.empty(),
        false,
        Optional.of(
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
                "the tests are green")));
  }

  private static Plan plan(Rules rules) {
    return plan(rules, Optional.empty(), Optional.empty());
  }

  private AuditLog audit(Path folder) {
    return new AuditLog(folder.resolve("audit"));
  }

  private Vouchers vouchers(Path folder) {
    return new Vouchers(new Notes(folder.resolve("vouched")));
  }

  private DurableEngine<Rollout> engine(Path folder, Poller poller, Crash.At at) {
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

  private interface Meanwhile {
    void of(DurableEngine<Rollout> engine) throws Exception;
  }

  private Settlement run(Plan plan, Meanwhile meanwhile) throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(home, poller, new Crash.At(0))) {
      engine.start(scenario.rollout(plan));
      meanwhile.of(engine);
      return scenario.await(engine, "r-1");
    }
  }

  private Settlement run(Plan plan) throws Exception {
    return run(plan, engine -> {});
  }

  private static void waiting(DurableEngine<Rollout> engine) throws Exception {
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

  private static Command answer(String kind, String actor) {
    return new Command(kind, actor, "looked at it", Instant.parse("2026-01-01T01:00:00Z"));
  }

  private FakeCloud.Service prod() {
    return scenario.cloud.services.get(Scenario.KEY);
  }

  private List<String> decisions() {
    List<String> all = new ArrayList<>();
    for (AuditEntry entry : audit(home).latest(100, e -> true)) {
      all.add(0, entry.what() + " by " + entry.who());
    }
    return all;
  }

  @Test
  void theDigestGoesOverAndServes() throws Exception {
    vouchers(home); // Nothing is known of the image at the source.
    Settlement end = run(plan(Rules.NONE));
    assertTrue(end.success(), end.message());
    String copied = "europe-docker.pkg.dev/example-project/apps/team/shop@" + FakeCloud.DIGEST;
    assertEquals(copied, prod().image);
    assertEquals("100 % LATEST", Split.text(prod().traffic));
    assertEquals(1, there.size());
    assertEquals(IMAGE + "@" + FakeCloud.DIGEST, there.get(0).from().toString());
    assertEquals("dev-key", there.get(0).source().credentialsId().orElseThrow());
    assertEquals("prod-key", there.get(0).account().credentialsId().orElseThrow());
    assertEquals(FakeCloud.DIGEST.value(), end.result().get("digest"));
    assertEquals(copied, end.result().get("image"));
    assertEquals("dev", ((Map<?, ?>) end.result().get("promotion")).get("from"));
    // The commit of the revision before is not that of this one.
    assertEquals("", prod().labels.get("commit-sha"));
    assertEquals(List.of("promotion begun by alice", "promotion ended by alice"), decisions());
    AuditEntry begun = audit(home).latest(10, e -> true).get(1);
    assertEquals("the tests are green", begun.why());
    assertEquals(FakeCloud.DIGEST.value(), begun.basis().get("digest"));
    // The settings of a service that is there are its own.
    assertEquals(Optional.empty(), prod().serviceAccount);
    // The source is left alone.
    assertEquals(1, scenario.cloud.services.get(SOURCE).generation);
  }

  @Test
  void whatARolloutFoundHealthyThereIsKnownHere() throws Exception {
    Rules http = new Rules(List.of("http"), Optional.empty(), List.of(), List.of());
    Settlement refused = run(plan(http));
    assertEquals("failed", Scenario.outcome(refused));
    assertTrue(
        refused.message().contains("asks for a healthy http gate in 'dev'"), refused.message());
    assertTrue(scenario.cloud.effects.isEmpty());
    assertEquals(List.of("promotion refused by alice"), decisions());

    begin(home.resolve("again"));
    Path folder = home.resolve("again");
    CommitSha commit = new CommitSha("0123456789012345678901234567890123456789");
    new Notes(folder.resolve("vouched"))
        .write(
            SOURCE.resource(),
            VouchedJson.write(
                SOURCE,
                List.of(
                    new Vouched(
                        FakeCloud.DIGEST,
                        List.of("http"),
                        Optional.of(commit),
                        Instant.EPOCH,
                        "r-0"))));
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(folder, poller, new Crash.At(0))) {
      engine.start(scenario.rollout(plan(http)));
      Settlement end = scenario.await(engine, "r-1");
      assertTrue(end.success(), end.message());
      assertEquals(commit.value(), end.result().get("commit"));
      assertEquals(commit.value(), prod().labels.get("commit-sha"));
    }
    // And so on to the next target.
    Vouched here = vouchers(folder).read(Scenario.KEY).get(0);
    assertEquals(FakeCloud.DIGEST, here.digest());
    assertEquals(List.of("http"), here.gates());
    assertEquals(Optional.of(commit), here.commit());
    assertEquals("r-1", here.rollout());
  }

  @Test
  void aFreezeRefusesUnlessItIsOverridden() throws Exception {
    Settlement refused = run(plan(rules(Optional.empty(), ALWAYS)));
    assertEquals("failed", Scenario.outcome(refused));
    assertTrue(
        refused.message().contains("Target 'prod' is frozen until 2100-01-02T00:00:00Z"),
        refused.message());
    assertTrue(refused.message().contains("the great freeze"), refused.message());
    assertTrue(refused.message().contains("Nothing was changed"), refused.message());
    assertTrue(scenario.cloud.effects.isEmpty());
    assertTrue(copies.begun.isEmpty());
    assertEquals(List.of("promotion refused by alice"), decisions());
  }

  @Test
  void anOverrideIsSaidAndRecorded() throws Exception {
    Optional<FreezeOverride> word = Optional.of(new FreezeOverride("carol", "a leak is mended"));
    Settlement end = run(plan(rules(Optional.empty(), ALWAYS), word, Optional.empty()));
    assertTrue(end.success(), end.message());
    assertTrue(
        scenario.log.stream().anyMatch(l -> l.contains("carol overrides that: a leak is mended")),
        scenario.log.toString());
    assertEquals(
        List.of(
            "freeze overridden by carol", "promotion begun by alice", "promotion ended by alice"),
        decisions());
  }

  @Test
  void aFreezeThatBeginsMeanwhileKeepsTrafficWhereItIs() throws Exception {
    Rules two = rules(Optional.of(approval(1)));
    Settlement end =
        run(
            plan(two),
            engine -> {
              waiting(engine);
              now = Optional.of(rules(two.approval(), ALWAYS));
              engine.command("r-1", answer(Command.APPROVE, "bob"));
            });
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(end.message().contains("which began after this promotion did"), end.message());
    assertEquals("100 % " + Scenario.OLD, Split.text(prod().traffic));
    assertFalse(
        scenario.cloud.effects.stream().anyMatch(e -> e.startsWith("traffic 50")),
        scenario.cloud.effects.toString());
  }

  private static RequiredApproval approval(int count) {
    return new RequiredApproval(
        count, List.of("release-managers"), true, false, Duration.ofHours(4));
  }

  @Test
  void twoPeopleAreTwoPeople() throws Exception {
    Settlement end =
        run(
            plan(rules(Optional.of(approval(2)))),
            engine -> {
              waiting(engine);
              assertEquals("100 % " + Scenario.OLD, Split.text(prod().traffic));
              Rollout one = engine.command("r-1", answer(Command.APPROVE, "bob")).orElseThrow();
              assertTrue(one.ruling().isEmpty());
              Rollout again = engine.command("r-1", answer(Command.APPROVE, "bob")).orElseThrow();
              assertEquals(1, again.assents().size());
              assertTrue(again.asking().isPresent());
              Rollout two = engine.command("r-1", answer(Command.APPROVE, "carol")).orElseThrow();
              assertEquals("carol", two.ruling().orElseThrow().actor());
            });
    assertTrue(end.success(), end.message());
    assertTrue(
        scenario.log.containsAll(
            List.of(
                "Approved by bob (looked at it) (1 of 2)",
                "Approved by carol (looked at it) (2 of 2)")),
        scenario.log.toString());
    assertEquals(2, ((List<?>) end.result().get("approvals")).size());
    assertEquals(
        List.of(
            "promotion begun by alice",
            "approved by bob",
            "approved by carol",
            "promotion ended by alice"),
        decisions());
  }

  @Test
  void oneWhoRejectsEndsIt() throws Exception {
    Settlement end =
        run(
            plan(rules(Optional.of(approval(2)))),
            engine -> {
              waiting(engine);
              engine.command("r-1", answer(Command.APPROVE, "bob"));
              engine.command("r-1", answer(Command.REJECT, "carol"));
            });
    assertEquals("rolled_back", Scenario.outcome(end));
    assertTrue(end.message().contains("rejected by carol"), end.message());
    assertTrue(
        decisions().containsAll(List.of("approved by bob", "rejected by carol")),
        decisions().toString());
    assertEquals(1, decisions().stream().filter(d -> d.startsWith("rolled back")).count());
  }

  /** On a service that does not serve yet, what is deployed has all traffic at once. */
  @Test
  void aNewServiceIsApprovedBeforeItIsMade() throws Exception {
    scenario.cloud.services.remove(Scenario.KEY);
    Settlement end =
        run(
            plan(rules(Optional.of(approval(2)))),
            engine -> {
              waiting(engine);
              assertFalse(scenario.cloud.services.containsKey(Scenario.KEY));
              Asking asking = engine.find("r-1").orElseThrow().asking().orElseThrow();
              assertEquals(0, asking.percent());
              assertEquals(100, asking.next());
              engine.command("r-1", answer(Command.APPROVE, "bob"));
              engine.command("r-1", answer(Command.APPROVE, "carol"));
            });
    assertTrue(end.success(), end.message());
    assertEquals("100 % LATEST", Split.text(prod().traffic));
    assertEquals(
        Optional.of("shop@example-project.iam.gserviceaccount.com"), prod().serviceAccount);
  }

  @Test
  void aNewServiceThatIsRejectedIsNotMade() throws Exception {
    scenario.cloud.services.remove(Scenario.KEY);
    Settlement end =
        run(
            plan(rules(Optional.of(approval(1)))),
            engine -> {
              waiting(engine);
              engine.command("r-1", answer(Command.REJECT, "bob"));
            });
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("rejected by bob"), end.message());
    assertTrue(end.message().contains("Nothing was changed"), end.message());
    assertFalse(scenario.cloud.services.containsKey(Scenario.KEY));
  }

  @Test
  void whatIsUnderWayAtTheSourceIsNotPromoted() throws Exception {
    FakeCloud.Service dev = scenario.cloud.services.get(SOURCE);
    dev.revisions.add(new RevisionName("shop-00010-dev"));
    dev.traffic =
        List.of(
            new Target(Optional.of(dev.revisions.get(0)), new Percent(50), Optional.empty()),
            new Target(Optional.of(dev.revisions.get(1)), new Percent(50), Optional.empty()));
    Settlement end = run(plan(Rules.NONE));
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("has all traffic"), end.message());
    assertTrue(scenario.cloud.effects.isEmpty());
  }

  @Test
  void anImageByTagHasToBeNamed() throws Exception {
    scenario.cloud.services.get(SOURCE).image = IMAGE + ":latest";
    Settlement end = run(plan(Rules.NONE));
    assertTrue(end.message().contains("was deployed by a tag"), end.message());
    begin(home.resolve("named"));
    scenario.cloud.services.get(SOURCE).image = IMAGE + ":latest";
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(home.resolve("named"), poller, new Crash.At(0))) {
      engine.start(
          scenario.rollout(plan(Rules.NONE, Optional.empty(), Optional.of(FakeCloud.DIGEST))));
      Settlement named = scenario.await(engine, "r-1");
      assertTrue(named.success(), named.message());
    }
  }

  @Test
  void aCopyThatFailsInPassingIsBegunAgain() throws Exception {
    copies.failing = Optional.of(new Failure.Transient("Busy.", Optional.empty(), null));
    Settlement end = run(plan(Rules.NONE));
    assertTrue(end.success(), end.message());
    assertEquals(2, copies.begun.size());
  }

  @Test
  void aCopyThatIsRefusedChangesNothing() throws Exception {
    copies.failing =
        Optional.of(new Failure.Permanent(Failure.Reason.DENIED, "You may not push.", null));
    Settlement end = run(plan(Rules.NONE));
    assertEquals("failed", Scenario.outcome(end));
    assertTrue(end.message().contains("You may not push."), end.message());
    assertTrue(scenario.cloud.effects.isEmpty());
  }

  @Test
  void itIsStored() throws Exception {
    Rollout rollout =
        scenario.rollout(
            plan(
                new Rules(
                    List.of("http", "logs"),
                    Optional.of(approval(2)),
                    List.of(ALWAYS),
                    List.of("x")),
                Optional.of(new FreezeOverride("carol", "why")),
                Optional.of(FakeCloud.DIGEST)));
    rollout =
        rollout
            .copy()
            .passage(
                new Passage(
                    io.jenkins.plugins.cloudrun.model.ImageReference.parse(
                        IMAGE + "@" + FakeCloud.DIGEST),
                    Optional.empty(),
                    Map.of("digest", FakeCloud.DIGEST.value(), "order", List.of("dev", "prod"))))
            .assents(List.of(answer(Command.APPROVE, "bob")))
            .build()
            .in(
                new Copying(
                    io.jenkins.plugins.cloudrun.model.ImageReference.parse(
                        IMAGE + "@" + FakeCloud.DIGEST)),
                scenario.clock.instant());
    RolloutJson json = new RolloutJson(Scenario.SEAL);
    assertEquals(rollout, json.read(json.write(rollout)));
    Rollout promoting = rollout.in(new Promoting(), scenario.clock.instant());
    assertEquals(promoting, json.read(json.write(promoting)));
  }

  @Test
  void itEndsTheSameWhereverItIsCutOff() throws Exception {
    int points = 0;
    boolean effects = true;
    for (int point = 1; ; point++) {
      Path folder = home.resolve((effects ? "effect-" : "save-") + point);
      begin(folder);
      Crash.At at = new Crash.At(point);
      List<ImageCopies.Order> images = there;
      copies = new FakeCopies(images, effects ? at : new Crash.At(0));
      Crash.At saves = effects ? new Crash.At(0) : at;
      scenario.cloud.afterEffect = effects ? at : new Crash.At(0);
      scenario.cloud.gone = at.happened() ? at : new Crash.At(0);
      Plan plan = plan(rules(Optional.of(approval(2))));
      boolean over;
      scenario.cloud.gone = effects ? new Crash.At(0) : at;
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = engine(folder, poller, saves)) {
        over = !answered(engine, plan, at);
      }
      scenario.cloud.gone = new Crash.At(0);
      scenario.cloud.afterEffect = new Crash.At(0);
      // The process and its copies are gone, what was copied is not.
      copies = new FakeCopies(images, new Crash.At(0));
      try (Poller poller = Tempo.poller();
          DurableEngine<Rollout> engine = engine(folder, poller, new Crash.At(0))) {
        engine.resume();
        assertFalse(answered(engine, plan, new Crash.At(0)));
        Settlement end = scenario.await(engine, "r-1");
        assertTrue(end.success(), point + ": " + end.message());
      }
      assertEquals("100 % LATEST", Split.text(prod().traffic));
      assertEquals(1, images.size());
      List<AuditEntry> entries = audit(folder).latest(100, e -> true);
      assertEquals(4, entries.stream().map(AuditEntry::id).distinct().count(), entries.toString());
      assertEquals(4, entries.size(), entries.toString());
      if (over) {
        if (!effects) {
          break;
        }
        effects = false;
        point = 0;
      } else {
        points++;
      }
    }
    System.out.println("Promotions cut off: " + points + " cases");
    assertTrue(points >= 15, "" + points);
  }

  /** Starts it, and two people approve when it asks; whether it was cut off. */
  private boolean answered(DurableEngine<Rollout> engine, Plan plan, Crash.At at) throws Exception {
    try {
      engine.start(scenario.rollout(plan));
      for (int i = 0; i < 20_000 && !at.happened(); i++) {
        Rollout now = engine.find("r-1").orElseThrow();
        if (now.settlement().isPresent()) {
          return false;
        }
        if (now.phase() instanceof Approving && now.ruling().isEmpty()) {
          engine.command("r-1", answer(Command.APPROVE, now.assents().isEmpty() ? "bob" : "carol"));
        }
        Thread.sleep(1);
      }
    } catch (Crash crash) {
      assertTrue(at.happened());
    }
    return at.happened();
  }
}
