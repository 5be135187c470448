package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.release.FakePeople.FakeJob;
import io.jenkins.plugins.cloudrun.release.FakePeople.RefusedException;
import io.jenkins.plugins.cloudrun.release.FakePeople.Somebody;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Asked;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;

/** What people do on the pages, and what becomes of it. */
class DeedsTest {
  private static final Instant NOW = Instant.now().minusSeconds(60);
  private static final Approval APPROVAL =
      new Approval(List.of("ada"), Duration.ofHours(4), 100, List.of());
  private static final ServiceKey SHOP = Served.key("example-project", "us-central1", "shop");

  @TempDir Path home;
  private final FakePlatform platform = new FakePlatform();
  private final FakeJob job = new FakeJob("team");
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(home);
    platform.services = served.records();
    platform.items.put("team", job);
    served.serves(SHOP, origin(), NOW);
    asks("ada", CloudRunPermissions.all().toArray(Permission[]::new));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private static Origin origin() {
    return new Origin("team", Optional.of(7), "Started by sam");
  }

  private void asks(String id, Permission... granted) {
    job.granted = Set.of(granted);
    platform.person = new Somebody(id, Set.of());
  }

  private Deed ofRollout(String id, String name) {
    RolloutPage page = new JobRollouts(job).getRollout(id);
    assertNotNull(page);
    Deed deed = page.getAct(name);
    assertNotNull(deed);
    return deed;
  }

  private Deed rollBack() {
    return ofService("rollBack");
  }

  private Deed ofService(String name) {
    ServicePage page = new JobRollouts(job).getService("example-project~us-central1~shop");
    assertNotNull(page);
    Deed deed = page.getAct(name);
    assertNotNull(deed);
    return deed;
  }

  private Rollout asking() {
    Rollout rollout = Asked.rollout("d-1", origin(), APPROVAL, NOW);
    platform.rollouts.start(rollout);
    return rollout;
  }

  private static void done(HttpResponse answer) {
    assertInstanceOf(HttpRedirect.class, answer);
  }

  private static void refused(HttpResponse answer) {
    assertInstanceOf(ForwardToView.class, answer);
  }

  @Test
  void eachNeedsItsOwnPermissionForTheFormAsForTheAnswer() {
    asking();
    platform.rollouts.start(Served.ended("d-2", origin(), Outcome.ROLLBACK_FAILED, NOW));
    record Needed(Deed deed, Permission permission) {}
    List<Needed> all =
        List.of(
            new Needed(ofRollout("d-1", "approve"), CloudRunPermissions.APPROVE),
            new Needed(ofRollout("d-1", "reject"), CloudRunPermissions.APPROVE),
            new Needed(ofRollout("d-1", "abort"), CloudRunPermissions.DEPLOY),
            new Needed(ofRollout("d-1", "resume"), CloudRunPermissions.DEPLOY),
            new Needed(ofRollout("d-2", "resume"), CloudRunPermissions.ROLL_BACK),
            new Needed(rollBack(), CloudRunPermissions.ROLL_BACK),
            new Needed(ofService("promote"), CloudRunPermissions.PROMOTE));
    for (Needed needed : all) {
      asks(
          "ada",
          CloudRunPermissions.all().stream()
              .filter(permission -> !permission.equals(needed.permission()))
              .toArray(Permission[]::new));
      RefusedException refusal =
          assertThrows(RefusedException.class, needed.deed()::getTarget, needed.toString());
      assertEquals(needed.permission().name, refusal.getMessage());
      assertFalse(needed.deed().isOffered(), needed.toString());
      asks("ada", needed.permission());
      assertEquals(needed.deed(), needed.deed().getTarget());
    }
  }

  @Test
  void anAbortIsACommandWithWhoAndWhy() {
    asking();
    Deed abort = ofRollout("d-1", "abort");
    assertTrue(abort.isOffered());
    assertTrue(
        abort.getText().contains("Traffic goes back to 100 % shop-00001-abc."), abort.getText());
    refused(abort.doSubmit(" \n ", null, null, null, null));
    refused(abort.doSubmit("x".repeat(501), null, null, null, null));
    assertTrue(platform.rollouts.commands.isEmpty());
    done(abort.doSubmit(" it\nis slow ", null, null, null, null));
    Command command = platform.rollouts.find("d-1").flatMap(Rollout::command).orElseThrow();
    assertEquals(Command.ABORT, command.kind());
    assertEquals("ada", command.actor());
    assertEquals("it is slow", command.reason());
    Deed again = ofRollout("d-1", "abort");
    assertFalse(again.isOffered());
    assertEquals("It is being stopped already, as ada asked.", again.getObstacle());
    refused(again.doSubmit("once more", null, null, null, null));
    // The page that another one looks at still has the form.
    refused(abort.doSubmit("me too", null, null, null, null));
    assertEquals(
        "it is slow",
        platform.rollouts.find("d-1").flatMap(Rollout::command).orElseThrow().reason());
  }

  @Test
  void whatHasEndedCanNeitherBeAbortedNorResumedNorAnswered() {
    platform.rollouts.start(Served.ended("d-2", origin(), Outcome.SUCCEEDED, NOW));
    for (String name : List.of("approve", "reject", "abort", "resume")) {
      Deed deed = ofRollout("d-2", name);
      assertFalse(deed.isOffered(), name);
      assertFalse(deed.getObstacle().isEmpty(), name);
      assertEquals(409, deed.obstacleStatus(), name);
      refused(deed.doSubmit("because", null, null, null, null));
    }
    assertTrue(platform.rollouts.commands.isEmpty());
    assertEquals(1, platform.rollouts.values.size());
  }

  @Test
  void anAnswerNeedsTheRuleOfTheRolloutBesidesThePermission() {
    asking();
    asks("mallory", CloudRunPermissions.APPROVE, CloudRunPermissions.VIEW);
    Deed approve = ofRollout("d-1", "approve");
    assertFalse(approve.isOffered());
    assertEquals("You are not among those who may answer.", approve.getObstacle());
    assertEquals(403, approve.obstacleStatus());
    refused(approve.doSubmit("", null, null, null, null));
    asks("ada", CloudRunPermissions.APPROVE, CloudRunPermissions.VIEW);
    Deed reject = ofRollout("d-1", "reject");
    assertTrue(reject.isOffered());
    assertTrue(reject.isDestructive());
    done(reject.doSubmit("", null, null, null, null));
    assertEquals(
        Command.REJECT,
        platform.rollouts.find("d-1").flatMap(Rollout::ruling).orElseThrow().kind());
  }

  @Test
  void oneThatGoesOnIsLookedAfterNow() {
    asking();
    Deed resume = ofRollout("d-1", "resume");
    assertEquals("Look again now", resume.getDisplayName());
    done(resume.doSubmit("", null, null, null, null));
    assertEquals(List.of("d-1"), platform.rollouts.nudged);
    assertEquals(1, platform.rollouts.values.size(), "nothing new");
  }

  @Test
  void aRollbackThatFailedIsTriedAgainToTheSameRevision() {
    platform.rollouts.start(Served.ended("d-2", origin(), Outcome.ROLLBACK_FAILED, NOW));
    Deed resume = ofRollout("d-2", "resume");
    assertEquals("Try the rollback again", resume.getDisplayName());
    assertTrue(resume.getText().contains("shop-00001-abc"), resume.getText());
    refused(resume.doSubmit("", null, null, null, "form"));
    done(resume.doSubmit("the network is back", null, null, null, "form"));
    Rollout rollout = platform.rollouts.going().get(0);
    assertEquals(Optional.of(new RevisionName("shop-00001-abc")), rollout.plan().existing());
    assertEquals(SHOP, rollout.key());
  }

  @Test
  void aRollbackGoesToTheRevisionThatWasChosen() {
    Deed back = rollBack();
    assertEquals(
        List.of("shop-one"), back.getChoices().stream().map(Deed.Choice::getValue).toList());
    assertTrue(back.getChoices().get(0).getText().contains("proven healthy"));
    String seen = back.getSeen();
    assertEquals("shop-two", seen);
    refused(back.doSubmit("", "shop-one", seen, null, "f"));
    refused(back.doSubmit("because", "shop-two", seen, null, "f"));
    refused(back.doSubmit("because", "", seen, null, "f"));
    refused(back.doSubmit("because", "shop-one", "shop-zero", null, "f"));
    assertTrue(platform.rollouts.values.isEmpty());
    done(back.doSubmit("the figures fell", "shop-one", seen, null, "f"));
    Rollout rollout = platform.rollouts.going().get(0);
    assertEquals(Optional.of(new RevisionName("shop-one")), rollout.plan().existing());
    assertFalse(rollout.plan().previous());
    assertEquals(SHOP, rollout.key());
    assertEquals(
        platform.services.read(SHOP).serving().orElseThrow().account(), rollout.plan().account());
    assertEquals(
        new Origin("team", Optional.empty(), "Rolled back by ada (the figures fell)"),
        rollout.origin());
  }

  @Test
  void aFormThatIsSentTwiceIsDoneOnce() {
    Deed back = rollBack();
    done(back.doSubmit("because", "shop-one", "shop-two", null, "f"));
    platform.rollouts.values.replaceAll(
        (id, rollout) -> Served.ended(id, rollout.origin(), Outcome.SUCCEEDED, NOW));
    done(rollBack().doSubmit("because", "shop-one", "shop-two", null, "f"));
    assertEquals(1, platform.rollouts.values.size());
    done(rollBack().doSubmit("because", "shop-one", "shop-two", null, "another form"));
    assertEquals(2, platform.rollouts.values.size());
    assertFalse(rollBack().getOnce().equals(rollBack().getOnce()));
  }

  @Test
  void whileARolloutGoesOnItIsAbortedInsteadOfRolledBack() {
    asking();
    Deed back = rollBack();
    assertFalse(back.isOffered());
    assertTrue(back.getObstacle().contains("or abort it"), back.getObstacle());
    refused(back.doSubmit("because", "shop-one", "shop-two", null, "f"));
    assertEquals(1, platform.rollouts.values.size());
  }

  private static Target target(String name, String region) {
    Target plain = Target.named(new TargetName(name));
    return new Target(
        plain.name(),
        Optional.of(SHOP.project()),
        List.of(new Region(region)),
        plain.repository(),
        plain.credentialsId(),
        plain.workloadIdentityProvider(),
        plain.impersonate(),
        plain.serviceAccount());
  }

  @Test
  void aPromotionGoesFromATargetToAnother() {
    assertTrue(ofService("promote").getObstacle().contains("lies in no target"));
    refused(ofService("promote").doSubmit("because", "production", "", null, "f"));
    platform.targets = List.of(target("here", "us-central1"));
    assertTrue(ofService("promote").getObstacle().contains("no other target"));
    platform.targets =
        List.of(
            target("test", "us-east1"),
            target("here", "us-central1"),
            target("production", "europe-west1"));
    Deed promote = ofService("promote");
    assertTrue(promote.isOffered());
    assertTrue(
        promote.getText().contains("serves in here (sha256:bbbbbbbbbbbb)"), promote.getText());
    assertEquals(
        List.of("production (example-project, europe-west1)", "test (example-project, us-east1)"),
        promote.getChoices().stream().map(Deed.Choice::getText).toList(),
        "the next one first");
    assertTrue(promote.getOption().startsWith("Even in a freeze"));
    asks("ada", CloudRunPermissions.PROMOTE, CloudRunPermissions.VIEW);
    assertEquals("", ofService("promote").getOption(), "that needs the permission to approve, too");
    String seen = promote.getSeen();
    refused(promote.doSubmit("because", "nowhere", seen, null, "f"));
    refused(promote.doSubmit("because", "here", seen, null, "f"));
    refused(promote.doSubmit("because", "production", "sha256:0", null, "f"));
    refused(promote.doSubmit("", "production", seen, null, "f"));
    assertTrue(platform.rollouts.values.isEmpty());
  }

  @Test
  void aPromotionIsNotBegunTwice() {
    platform.targets = List.of(target("there", "us-east1"), target("here", "us-central1"));
    served.serves(Served.key("example-project", "us-east1", "shop"), origin(), NOW);
    ServicePage page = new JobRollouts(job).getService("example-project~us-east1~shop");
    assertNotNull(page);
    Deed promote = page.getAct("promote");
    assertNotNull(promote);
    asking();
    refused(promote.doSubmit("because", "here", promote.getSeen(), null, "f"));
    assertEquals(1, platform.rollouts.values.size());
  }
}
