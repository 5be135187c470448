package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;

final class ApprovalSettingsTest {
  private static final People PEOPLE =
      new People() {
        @Override
        public List<String> starters() {
          return List.of("sam");
        }

        @Override
        public List<String> authors() {
          return List.of("ada", "sam");
        }
      };

  private static UninstantiatedDescribable approval(Map<String, Object> arguments) {
    return new UninstantiatedDescribable("approval", null, arguments);
  }

  private static Map<String, Object> deploy(Object approval) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("service", "shop");
    call.put("image", "europe-docker.pkg.dev/my-project/apps/shop:1");
    call.put("project", "my-project");
    call.put("region", "europe-west1");
    call.put("approval", approval);
    return call;
  }

  private static Plan plan(Map<String, Object> call) throws Exception {
    return LightModel.instantiate(DeploySettings.class, call)
        .toPlan(Expander.NONE, Commits.UNKNOWN, PEOPLE, TargetCircumstances.NONE);
  }

  private static String refusal(ApprovalSettings settings) {
    return String.valueOf(
        assertThrows(InvalidValueException.class, () -> settings.toApproval(Expander.NONE, PEOPLE))
            .getMessage());
  }

  @Test
  void whatAPipelineWritesBecomesTheApprovalOfThePlan() throws Exception {
    Map<String, Object> call =
        deploy(
            approval(
                Map.of(
                    "by",
                    "release-managers, dave",
                    "within",
                    "4h",
                    "before",
                    50,
                    "notBy",
                    "author,starter")));
    ParameterNames.check("cloudRunDeploy", DeploySettings.class, call);
    assertEquals(
        Optional.of(
            new Approval(
                List.of("release-managers", "dave"),
                Duration.ofHours(4),
                50,
                List.of("sam", "ada"),
                true,
                1)),
        plan(call).policy().approval());
    Map<String, Object> shift = deploy(approval(Map.of("by", "dave", "notBy", "starter")));
    shift.remove("image");
    shift.put("revision", "shop-1");
    assertEquals(
        Optional.of(new Approval(List.of("dave"), Duration.ofDays(1), 100, List.of("sam"))),
        LightModel.instantiate(TrafficSettings.class, shift)
            .toPlan(Expander.NONE, PEOPLE, TargetCircumstances.NONE)
            .policy()
            .approval());
  }

  @Test
  void withoutOneNobodyIsAsked() throws Exception {
    assertEquals(Optional.empty(), plan(deploy(null)).policy().approval());
  }

  @Test
  void aSnippetHoldsOnlyWhatDiffers() throws Exception {
    ApprovalSettings settings = new ApprovalSettings("dave");
    settings.setWithin("1d");
    settings.setBefore(100);
    settings.setNotBy("");
    assertNull(settings.getWithin());
    assertNull(settings.getBefore());
    assertNull(settings.getNotBy());
    settings.setNotBy("author , starter");
    assertEquals("starter, author", settings.getNotBy());
  }

  @Test
  void refusalsNameTheParameter() {
    assertTrue(refusal(new ApprovalSettings(null)).startsWith("The approval's by is missing"));
    assertEquals("The approval's by: ', ,' names nobody.", refusal(new ApprovalSettings(" , , ")));
    assertTrue(refusal(new ApprovalSettings("anonymous")).contains("'anonymous' cannot answer"));
    ApprovalSettings long8 = new ApprovalSettings("dave");
    long8.setWithin("8d");
    assertTrue(refusal(long8).contains("is not between 1s and 7d"));
    ApprovalSettings beyond = new ApprovalSettings("dave");
    beyond.setBefore(101);
    assertTrue(refusal(beyond).contains("is not between 1 and 100"));
    ApprovalSettings nobody = new ApprovalSettings("dave");
    nobody.setNotBy("starter, committer");
    assertEquals(
        "The approval's notBy: 'committer' is not one of 'starter', 'author', 'starter, author'.",
        refusal(nobody));
  }

  @Test
  void withoutTrafficThereIsNothingToApprove() {
    Map<String, Object> call = deploy(approval(Map.of("by", "dave")));
    call.put("traffic", "none");
    String refusal =
        String.valueOf(assertThrows(InvalidValueException.class, () -> plan(call)).getMessage());
    assertTrue(refusal.startsWith("approval is for a share of the traffic"), refusal);
  }

  @Test
  void aMisspeltParameterIsRefused() {
    assertTrue(
        misspelt(approval(Map.of("by", "dave", "befor", 50)))
            .startsWith(
                "cloudRunDeploy approval has no parameter 'befor': did you mean 'before'?"));
    assertTrue(
        misspelt(approval(Map.of("by", List.of("dave"))))
            .startsWith("cloudRunDeploy approval by takes text"));
    assertTrue(
        misspelt("dave")
            .startsWith(
                "cloudRunDeploy approval takes an approval, such as approval(by:"
                    + " 'release-managers')"));
  }

  private static String misspelt(Object approval) {
    return String.valueOf(
        assertThrows(
                InvalidValueException.class,
                () ->
                    ParameterNames.check("cloudRunDeploy", DeploySettings.class, deploy(approval)))
            .getMessage());
  }
}
