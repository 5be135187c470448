package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.release.FakePeople.RefusedException;
import io.jenkins.plugins.cloudrun.rollout.Outcome;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Served;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people do on the pages, and what becomes of it. */
class DeedsTest extends DeedBench {
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
  void whatWasRolledBackFromIsOfferedLast() {
    served.rolledBackFrom(SHOP, new RevisionName("shop-three"), NOW);
    List<Deed.Choice> choices = rollBack().getChoices();
    assertEquals(
        List.of("shop-one", "shop-three"), choices.stream().map(Deed.Choice::getValue).toList());
    assertFalse(choices.get(0).getText().contains("rolled back"));
    assertTrue(choices.get(1).getText().contains(", rolled back from "));
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
}
