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

  /** Jenkins would print all arguments with its own refusal. */
  @Test
  void anotherKindIsRefusedWithoutAnyValue() {
    Map<String, Object> wrong =
        Map.of(
            "port",
            "hunter2",
            "failBuild",
            "hunter2",
            "cpu",
            2,
            "env",
            "hunter2",
            "labels",
            List.of("hunter2"),
            "args",
            List.of(1),
            "canary",
            List.of("hunter2"),
            "gates",
            List.of("hunter2"));
    Map<String, String> takes =
        Map.of(
            "port", "a whole number, such as 5; what is given is text.",
            "failBuild", "true or false, without quotes; what is given is text.",
            "cpu", "text in quotes; what is given is a number.",
            "env", "names and values in brackets, such as [NAME: 'value']; what is given is text.",
            "labels", "names and values in brackets, such as [NAME: 'value'];",
            "args", "a list of texts, such as ['one', 'two'];",
            "canary", "a list of names and values in brackets",
            "gates", "a list of gates, such as [http('/healthz')];");
    wrong.forEach(
        (name, value) -> {
          String refusal = refusal(Map.of(name, value));
          assertTrue(
              refusal.startsWith("cloudRunDeploy " + name + " takes " + takes.get(name)), refusal);
          assertFalse(refusal.contains("hunter2"), refusal);
        });
  }

  @Test
  void anotherKindInsideIsRefusedToo() {
    assertTrue(
        refusal(Map.of("canary", List.of(Map.of("percent", "hunter2"))))
            .startsWith("cloudRunDeploy canary percent takes a whole number"));
    assertTrue(
        refusal(Map.of("env", List.of(Map.of("name", "A", "value", 5))))
            .startsWith("cloudRunDeploy env value takes text"));
    assertTrue(
        refusal(
                Map.of(
                    "gates",
                    List.of(new UninstantiatedDescribable("http", null, Map.of("status", "x")))))
            .startsWith("cloudRunDeploy gates status takes a whole number"));
    assertTrue(
        refusal(Map.of("gates", List.of(new UninstantiatedDescribable("string", null, Map.of()))))
            .startsWith("cloudRunDeploy gates takes a list of gates"));
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
