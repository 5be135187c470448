package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;

final class ParameterNamesTest {
  private static String refusal(Map<String, ?> arguments) {
    return assertThrows(
            InvalidValueException.class,
            () -> ParameterNames.check("cloudRunDeploy", DeploySettings.class, arguments))
        .getMessage();
  }

  @Test
  void aMisspeltNameIsRefusedWithTheNearest() {
    String refusal = refusal(Map.of("service", "shop", "canry", "hunter2"));
    assertTrue(
        refusal.startsWith("cloudRunDeploy has no parameter 'canry': did you mean 'canary'?"),
        refusal);
    assertFalse(refusal.contains("hunter2"), refusal);
  }

  @Test
  void soAreNamesInside() {
    assertTrue(
        refusal(Map.of("canary", List.of(Map.of("percent", 5, "bke", "10m"))))
            .startsWith("cloudRunDeploy canary has no parameter 'bke': did you mean 'bake'?"));
    assertTrue(
        refusal(
                Map.of(
                    "gates",
                    List.of(new UninstantiatedDescribable("http", null, Map.of("sttus", 200)))))
            .startsWith("cloudRunDeploy gates has no parameter 'sttus': did you mean 'status'?"));
  }

  @Test
  void whatThereIsIsTaken() {
    assertDoesNotThrow(
        () ->
            ParameterNames.check(
                "cloudRunDeploy",
                DeploySettings.class,
                Map.of(
                    "service", "shop",
                    "project", "p",
                    "env", Map.of("anything", "goes"),
                    "gates",
                        List.of(
                            new UninstantiatedDescribable(
                                "http", null, Map.of("<anonymous>", "/healthz"))),
                    "canary", List.of(Map.of("percent", 5)))));
  }
}
