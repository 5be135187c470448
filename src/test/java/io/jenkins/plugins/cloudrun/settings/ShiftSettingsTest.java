package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the steps that make no revision are told, and what a deploy is told of others. */
final class ShiftSettingsTest {
  private static Map<String, Object> least(Object... more) {
    Map<String, Object> arguments =
        new HashMap<>(Map.of("service", "shop", "project", "my-project", "region", "europe-west1"));
    for (int i = 0; i < more.length; i += 2) {
      arguments.put((String) more[i], more[i + 1]);
    }
    return arguments;
  }

  private static Plan deploy(Object... more) throws Exception {
    Map<String, Object> arguments = least(more);
    arguments.put("image", "europe-docker.pkg.dev/my-project/apps/shop:1");
    if (arguments.containsKey("regions") && !arguments.containsKey("both")) {
      arguments.remove("region");
    }
    arguments.remove("both");
    return LightModel.instantiate(DeploySettings.class, arguments)
        .toPlan(Expander.NONE, Commits.UNKNOWN, People.UNKNOWN, TargetCircumstances.NONE);
  }

  @Test
  void trafficGoesToTheRevisionThatIsNamed() throws Exception {
    Plan plan =
        LightModel.instantiate(
                TrafficSettings.class,
                least(
                    "revision",
                    "shop-00002-abc",
                    "canary",
                    List.of(Map.of("percent", 5, "bake", "10m")),
                    "concurrent",
                    "fail",
                    "onFailure",
                    "keep"))
            .toPlan(Expander.NONE, People.UNKNOWN, TargetCircumstances.NONE);
    assertEquals("shop-00002-abc", plan.existing().orElseThrow().value());
    assertTrue(plan.image().isEmpty());
    assertFalse(plan.previous());
    assertEquals(1, plan.canary().size());
    assertEquals(Concurrent.FAIL, plan.policy().concurrent());
    assertEquals(Plan.OnFailure.KEEP, plan.onFailure());
  }

  @Test
  void trafficNeedsARevision() throws Exception {
    TrafficSettings settings = LightModel.instantiate(TrafficSettings.class, least());
    String refusal =
        assertThrows(
                InvalidValueException.class,
                () -> settings.toPlan(Expander.NONE, People.UNKNOWN, TargetCircumstances.NONE))
            .getMessage();
    assertTrue(refusal.startsWith("revision is missing"), refusal);
  }

  @Test
  void aRollbackGoesToThePreviousOneUnlessItIsNamed() throws Exception {
    Plan plan = LightModel.instantiate(RollbackSettings.class, least()).toPlan(Expander.NONE);
    assertTrue(plan.previous());
    assertTrue(plan.existing().isEmpty());
    Plan named =
        LightModel.instantiate(RollbackSettings.class, least("to", "shop-00001-xyz"))
            .toPlan(Expander.NONE);
    assertFalse(named.previous());
    assertEquals("shop-00001-xyz", named.existing().orElseThrow().value());
    RollbackSettings settings =
        LightModel.instantiate(RollbackSettings.class, least("to", "No such name!"));
    assertTrue(
        assertThrows(InvalidValueException.class, () -> settings.toPlan(Expander.NONE))
            .getMessage()
            .startsWith("to: "));
    assertEquals(
        null, LightModel.instantiate(RollbackSettings.class, least("to", "previous")).getTo());
  }

  @Test
  void aDeploySaysWhatItDoesAboutOthers() throws Exception {
    assertEquals(Concurrent.WAIT, deploy().policy().concurrent());
    assertFalse(deploy().policy().force());
    Plan plan = deploy("concurrent", "supersede", "force", true);
    assertEquals(Concurrent.SUPERSEDE, plan.policy().concurrent());
    assertTrue(plan.policy().force());
    String refusal =
        assertThrows(InvalidValueException.class, () -> deploy("concurrent", "queue")).getMessage();
    assertEquals("concurrent 'queue' is not one of 'wait', 'supersede', 'fail'.", refusal);
  }

  @Test
  void severalRegionsAreNamedInTheirOrderAndOnce() throws Exception {
    assertEquals(
        "[us-central1, europe-west1]",
        deploy("regions", List.of("us-central1", "europe-west1")).regions().toString());
    assertEquals(
        "region and regions are both given: name one of them.",
        assertThrows(
                InvalidValueException.class,
                () -> deploy("regions", List.of("us-central1"), "both", true))
            .getMessage());
    assertEquals(
        "regions names 'us-central1' twice.",
        assertThrows(
                InvalidValueException.class,
                () -> deploy("regions", List.of("us-central1", "us-central1")))
            .getMessage());
  }

  @Test
  void trafficAndRollbackTakeSeveralRegionsToo() throws Exception {
    Map<String, Object> arguments =
        least("revision", "shop-00002-abc", "regions", List.of("us-central1", "europe-west1"));
    TrafficSettings both = LightModel.instantiate(TrafficSettings.class, arguments);
    assertEquals(
        "region and regions are both given: name one of them.",
        assertThrows(
                InvalidValueException.class,
                () -> both.toPlan(Expander.NONE, People.UNKNOWN, TargetCircumstances.NONE))
            .getMessage());
    arguments.remove("region");
    assertEquals(
        "[us-central1, europe-west1]",
        LightModel.instantiate(TrafficSettings.class, arguments)
            .toPlan(Expander.NONE, People.UNKNOWN, TargetCircumstances.NONE)
            .regions()
            .toString());
    arguments.remove("revision");
    assertEquals(
        "[us-central1, europe-west1]",
        LightModel.instantiate(RollbackSettings.class, arguments)
            .toPlan(Expander.NONE)
            .regions()
            .toString());
  }
}
