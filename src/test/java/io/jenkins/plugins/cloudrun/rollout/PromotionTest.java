package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Tempo;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What serves in one target goes to another one. */
class PromotionTest extends PromotionScenario {
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
    Commit commit =
        new Commit(
            new CommitSha("0123456789012345678901234567890123456789"),
            CommitPage.parse("https://git.example.com/shop/commit/0123456789"));
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
  void anEndThatARefusedWriteBringsIsRecordedToo() throws Exception {
    scenario.cloud.nextApply.add(new Failure.Permanent(Failure.Reason.DENIED, "Denied.", null));
    Settlement end = run(plan(Rules.NONE));
    assertEquals("failed", Scenario.outcome(end));
    assertEquals(List.of("promotion begun by alice", "promotion ended by alice"), decisions());
    assertEquals("failed", audit(home).latest(10, e -> true).get(0).basis().get("outcome"));
  }

  /** On a service that does not serve yet, what is deployed has all traffic at once. */
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

  /** How far the copy is, is said at sensible steps; a copy begun again says nothing twice. */
  @Test
  void theCopyIsAPartOfTheStory() {
    ImageReference from = ImageReference.parse(IMAGE + "@" + FakeCloud.DIGEST);
    Promotion promotion = plan(Rules.NONE).promotion().orElseThrow();
    Instant began = scenario.clock.instant();
    Rollout rollout =
        scenario
            .rollout(plan(Rules.NONE))
            .copy()
            .passage(
                new Passage(promotion.destination(from), Optional.empty(), Map.of(), List.of()))
            .build()
            .beginning(began, "Copying the image")
            .in(new Copying(from), began);
    rollout = looked(rollout, began, Optional.empty());
    rollout = looked(rollout, began.plusSeconds(1), Optional.of(""));
    rollout = looked(rollout, began.plusSeconds(9), Optional.of("Copied 9 MB"));
    assertEquals(List.of("Copying the image"), told(rollout));
    rollout = looked(rollout, began.plusSeconds(11), Optional.of("Copied 11 MB"));
    rollout = looked(rollout, began.plusSeconds(12), Optional.of("Copied 12 MB"));
    // Jenkins was restarted: the copy is begun again.
    rollout = looked(rollout, began.plusSeconds(20), Optional.empty());
    rollout = looked(rollout, began.plusSeconds(21), Optional.of(""));
    rollout = looked(rollout, began.plusSeconds(40), Optional.of("Copied 11 MB"));
    rollout = looked(rollout, began.plusSeconds(41), Optional.of("Copied 40 MB"));
    assertEquals(List.of("Copying the image", "Copied 11 MB", "Copied 40 MB"), told(rollout));
    assertEquals(Entry.INFO, rollout.history().get(1).kind());
  }

  private static List<String> told(Rollout rollout) {
    return rollout.history().stream().map(Entry::text).toList();
  }

  private static Rollout looked(Rollout rollout, Instant at, Optional<String> copied) {
    Step step =
        rollout
            .phase()
            .decide(
                rollout,
                Observation.passage(
                    at,
                    Optional.empty(),
                    Optional.empty(),
                    copied.map(text -> new ImageCopies.State(false, text))));
    assertEquals(copied.isEmpty(), step.effect().isPresent());
    return step.next();
  }

  @Test
  void promotingAndCopyingBeginPartsOfTheStory() throws Exception {
    try (Poller poller = Tempo.poller();
        DurableEngine<Rollout> engine = engine(home, poller, new Crash.At(0))) {
      engine.start(scenario.rollout(plan(Rules.NONE)));
      scenario.await(engine, "r-1");
      List<String> sections =
          engine.find("r-1").orElseThrow().history().stream()
              .filter(entry -> entry.kind().equals(Entry.SECTION))
              .map(entry -> entry.text().split(" ", 2)[0])
              .toList();
      assertEquals(List.of("Promoting", "Copying", "Service", "Deploying"), sections.subList(0, 4));
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
                    ImageReference.parse(IMAGE + "@" + FakeCloud.DIGEST),
                    Optional.empty(),
                    Map.of("digest", FakeCloud.DIGEST.value(), "order", List.of("dev", "prod")),
                    List.of("ann")))
            .assents(List.of(answer(Command.APPROVE, "bob")))
            .build()
            .in(
                new Copying(ImageReference.parse(IMAGE + "@" + FakeCloud.DIGEST)),
                scenario.clock.instant());
    RolloutJson json = new RolloutJson(Scenario.SEAL);
    assertEquals(rollout, json.read(json.write(rollout)));
    Rollout promoting = rollout.in(new Promoting(), scenario.clock.instant());
    assertEquals(promoting, json.read(json.write(promoting)));
  }
}
