package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Promotion;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a promotion becomes: from two targets, the rules of one, and what the step says. */
final class PromoteSettingsTest {
  private static final RequiredApproval TWO =
      new RequiredApproval(2, List.of("managers"), new NotBy(true, true), Duration.ofHours(8));

  private static Target target(String name, String project, String... regions) {
    return new Target(
        new TargetName(name),
        Optional.of(new ProjectId(project)),
        List.of(regions).stream().map(Region::new).toList(),
        Optional.of(ImageName.parse("europe-docker.pkg.dev/" + project + "/apps")),
        Optional.of(name + "-key"),
        Optional.empty(),
        Optional.empty(),
        Optional.of("run@" + project + ".iam.gserviceaccount.com"));
  }

  private static final Expander TARGETS =
      new Expander.InItem(
          Expander.NONE,
          List.of(
              target("dev", "shop-dev", "europe-west1"),
              target("prod", "shop-prod", "europe-west1", "us-central1"),
              new Target(
                  new TargetName("bare"),
                  Optional.empty(),
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())),
          Defaults.NONE);

  private static Plan plan(Rules rules, Object... more) throws Exception {
    Map<String, Object> arguments =
        new HashMap<>(Map.of("service", "shop", "from", "dev", "to", "prod"));
    for (int i = 0; i < more.length; i += 2) {
      arguments.put((String) more[i], more[i + 1]);
    }
    PromotionCircumstances around =
        new PromotionCircumstances() {
          @Override
          public PromotionTerms terms(TargetName to) {
            assertEquals("prod", to.value());
            return new PromotionTerms(
                rules, List.of(), List.of(new CanaryStep(new Percent(10), Duration.ZERO)));
          }

          @Override
          public People people(List<ServiceKey> sources) {
            assertEquals(
                "projects/shop-dev/locations/europe-west1/services/shop",
                sources.get(0).resource());
            return new People() {
              @Override
              public List<String> starters() {
                return List.of("ada");
              }

              @Override
              public List<String> authors() {
                return List.of("bob");
              }
            };
          }

          @Override
          public FreezeOverride override(String reason) {
            return new FreezeOverride("carol", reason);
          }
        };
    return LightModel.instantiate(PromoteSettings.class, arguments).toPlan(TARGETS, around);
  }

  @Test
  void bothTargetsSayWhere() throws Exception {
    Plan plan = plan(Rules.NONE, "reason", "release 4.2");
    assertEquals("shop-prod", plan.project().value());
    assertEquals(2, plan.regions().size());
    assertEquals(Optional.of("prod-key"), plan.account().credentialsId());
    assertEquals(RevisionSettings.UNCHANGED, plan.revision());
    assertTrue(plan.image().isEmpty());
    assertEquals(10, plan.canary().get(0).percent().value());
    assertTrue(plan.policy().approval().isEmpty());
    Promotion promotion = plan.promotion().orElseThrow();
    assertEquals(Optional.of("dev-key"), promotion.account().credentialsId());
    assertEquals(
        List.of("dev", "prod", "bare"), promotion.order().stream().map(TargetName::value).toList());
    assertEquals("release 4.2", promotion.reason());
    assertTrue(promotion.override().isEmpty());
    assertEquals(Optional.of("run@shop-prod.iam.gserviceaccount.com"), promotion.serviceAccount());
  }

  @Test
  void theStepsOwnParametersWin() throws Exception {
    Plan plan =
        plan(
            Rules.NONE,
            "region",
            "us-central1",
            "credentialsId",
            "mine",
            "canary",
            List.of(Map.of("percent", 50)),
            "override",
            "a leak",
            "digest",
            "sha256:" + "b".repeat(64));
    assertEquals(List.of(new Region("us-central1")), plan.regions());
    assertEquals(Optional.of("mine"), plan.account().credentialsId());
    assertEquals(50, plan.canary().get(0).percent().value());
    Promotion promotion = plan.promotion().orElseThrow();
    assertEquals(new FreezeOverride("carol", "a leak"), promotion.override().orElseThrow());
    assertTrue(promotion.digest().isPresent());
  }

  @Test
  void neverFewerPeopleThanTheTargetAsks() throws Exception {
    Rules rules = new Rules(List.of(), Optional.of(TWO), List.of(), List.of());
    Approval asked = plan(rules).policy().approval().orElseThrow();
    assertEquals(
        new Approval(List.of("managers"), Duration.ofHours(8), 1, List.of("ada", "bob"), true, 2),
        asked);
    ApprovalSettings easier = new ApprovalSettings("anybody");
    easier.setWithin("2d");
    easier.setBefore(100);
    assertEquals(asked, plan(rules, "approval", easier).policy().approval().orElseThrow());
    ApprovalSettings own = new ApprovalSettings("dave");
    own.setWithin("1h");
    assertEquals(
        Duration.ofHours(1),
        plan(rules, "approval", own).policy().approval().orElseThrow().within());
    assertEquals(
        List.of("dave"), plan(Rules.NONE, "approval", own).policy().approval().orElseThrow().by());
  }

  /** Who made the image on its way is known to nobody before the source was looked at. */
  @Test
  void thePromotionMayWantOthersThanTheAuthorsItself() throws Exception {
    ApprovalSettings own = new ApprovalSettings("managers");
    own.setNotBy("author");
    assertTrue(plan(Rules.NONE, "approval", own).policy().approval().orElseThrow().notAuthor());
    RequiredApproval lax =
        new RequiredApproval(1, List.of("managers"), new NotBy(true, false), Duration.ofHours(8));
    Rules rules = new Rules(List.of(), Optional.of(lax), List.of(), List.of());
    assertTrue(plan(rules, "approval", own).policy().approval().orElseThrow().notAuthor());
    own.setNotBy("starter");
    assertFalse(plan(rules, "approval", own).policy().approval().orElseThrow().notAuthor());
  }

  private static String refusal(Object... more) {
    return String.valueOf(
        assertThrows(InvalidValueException.class, () -> plan(Rules.NONE, more)).getMessage());
  }

  @Test
  void whatCannotBeIsSaid() {
    assertTrue(refusal("from", "test").contains("There is no target 'test'"));
    assertTrue(refusal("to", "test").contains("There is no target 'test'"));
    assertTrue(refusal("to", "").contains("to is missing"));
    assertTrue(refusal("from", "bare").contains("names no project"));
    assertTrue(refusal("digest", "latest").contains("digest"));
  }

  /** What a snippet would write: the target is said once. */
  @Test
  void theTargetIsNoParameterOfItsOwn() {
    PromoteSettings settings = new PromoteSettings("shop", "dev", "prod");
    assertNull(settings.getTarget());
    assertFalse(ParameterNames.of(PromoteSettings.class).contains("target"));
    assertEquals(Optional.of(new TargetName("prod")), settings.targetName(TARGETS));
    assertThrows(InvalidValueException.class, () -> settings.setTarget("dev"));
  }
}
