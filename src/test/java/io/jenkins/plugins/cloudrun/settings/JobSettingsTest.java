package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.job.JobPlan;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Jobs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class JobSettingsTest {
  private static final String IMAGE = "europe-docker.pkg.dev/my-project/apps/shop:1";

  private static JobSettings with(Object... more) throws Exception {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("job", "shop-migrate");
    arguments.put("project", "my-project");
    arguments.put("region", "europe-west1");
    for (int i = 0; i < more.length; i += 2) {
      arguments.put((String) more[i], more[i + 1]);
    }
    return LightModel.instantiate(JobSettings.class, arguments);
  }

  private static JobPlan plan(Object... more) throws Exception {
    return with(more).toPlan(Expander.NONE);
  }

  @Test
  void theLeastRunsTheJobAsItIs() throws Exception {
    JobPlan plan = plan();
    assertEquals("shop-migrate", plan.key().job().value());
    assertEquals(Optional.empty(), plan.settings());
    assertEquals(Jobs.Overrides.NONE, plan.overrides());
    assertTrue(plan.await());
  }

  @Test
  void withoutAnImageWhatCanBeOverriddenIsForThisExecutionOnly() throws Exception {
    JobPlan plan =
        plan("args", List.of("a"), "env", Map.of("A", "1"), "tasks", 3, "taskTimeout", "5m");
    assertEquals(Optional.empty(), plan.settings());
    assertEquals(
        new Jobs.Overrides(
            Optional.of(List.of("a")),
            Map.of("A", "1"),
            OptionalInt.of(3),
            Optional.of(Duration.ofMinutes(5))),
        plan.overrides());
  }

  @Test
  void whatAnExecutionCannotOverrideChangesTheJobAndNothingElseOfIt() throws Exception {
    JobPlan plan = plan("maxRetries", 0, "args", List.of("a"), "tasks", 3);
    Jobs.JobSettings settings = plan.settings().orElseThrow();
    assertEquals(OptionalInt.of(0), settings.maxRetries());
    assertEquals(OptionalInt.empty(), settings.tasks());
    assertEquals(Optional.empty(), settings.container().args());
    assertEquals(Optional.empty(), settings.image());
    assertEquals(Optional.of(List.of("a")), plan.overrides().args());
    assertEquals(OptionalInt.of(3), plan.overrides().tasks());
  }

  @Test
  void withAnImageTheJobGetsEverything() throws Exception {
    JobPlan plan = plan("image", IMAGE, "args", List.of("a"), "env", Map.of("A", "1"), "tasks", 3);
    Jobs.JobSettings settings = plan.settings().orElseThrow();
    assertEquals(Optional.of(List.of("a")), settings.container().args());
    assertEquals(Map.of("A", "1"), settings.container().env());
    assertEquals(OptionalInt.of(3), settings.tasks());
    assertEquals(Jobs.Overrides.NONE, plan.overrides());
    assertEquals(IMAGE, plan.image().orElseThrow().toString());
  }

  @Test
  void valuesOutsideTheirRangeAreRefused() throws Exception {
    assertRefused("tasks is 0", "tasks", 0);
    assertRefused("parallelism is -1", "parallelism", -1);
    assertRefused("maxRetries is 11", "maxRetries", 11);
    assertRefused("taskTimeout must be", "taskTimeout", "8d");
    assertRefused("job name", "job", "Shop");
    assertRefused("PORT", "env", Map.of("PORT", "1"));
  }

  private static void assertRefused(String part, Object... more) throws Exception {
    JobSettings settings = with(more);
    String message =
        assertThrows(InvalidValueException.class, () -> settings.toPlan(Expander.NONE))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void snippetsLeaveDefaultsOut() throws Exception {
    assertEquals(
        java.util.Set.of("job", "project", "region"),
        LightModel.uninstantiate(with("wait", true, "args", List.of())).getArguments().keySet());
    JobSettings detached = with("wait", false);
    assertFalse(detached.toPlan(Expander.NONE).await());
    assertEquals(false, LightModel.uninstantiate(detached).getArguments().get("wait"));
  }
}
