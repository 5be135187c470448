package io.jenkins.plugins.cloudrun.cloudbuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Build configurations, read as gcloud does. */
class BuildConfigJsonTest {
  private static final CommitSha COMMIT = new CommitSha("0123456789".repeat(4));
  private static final ImageReference IMAGE =
      ImageReference.parse("europe-west1-docker.pkg.dev/my-project/apps/shop:" + COMMIT);

  private static JsonObject read(String yaml, Map<String, String> substitutions) {
    return JsonParser.parseString(BuildConfigJson.read(yaml, substitutions, IMAGE, COMMIT))
        .getAsJsonObject();
  }

  @Test
  void namesMayHaveUnderscoresAndOwnKeysStay() {
    JsonObject build =
        read(
            """
            steps:
            - name: gcr.io/cloud-builders/docker
              args: ['build', '-t', '$_IMAGE', '.']
              wait_for: ['-']
              allow_failure: true
              allow_exit_codes: [1, 2]
            images: ['$_IMAGE']
            substitutions:
              _my_version: 1.10
              _DAY: 2024-01-01
              _ON: yes
            options:
              machine_type: E2_HIGHCPU_8
              disk_size_gb: 100
            available_secrets:
              secret_manager:
              - version_name: projects/p/secrets/s/versions/1
                env: PASSWORD
            timeout: 1200s
            """,
            Map.of("_STAGE", "test"));
    JsonObject step = build.getAsJsonArray("steps").get(0).getAsJsonObject();
    assertEquals("[\"-\"]", step.get("waitFor").toString());
    assertTrue(step.get("allowFailure").getAsBoolean());
    assertEquals("[1,2]", step.get("allowExitCodes").toString());
    assertEquals("100", build.getAsJsonObject("options").get("diskSizeGb").toString());
    assertTrue(build.getAsJsonObject("availableSecrets").has("secretManager"));
    JsonObject values = build.getAsJsonObject("substitutions");
    assertEquals("1.10", values.get("_my_version").getAsString());
    assertEquals("2024-01-01", values.get("_DAY").getAsString());
    assertEquals("yes", values.get("_ON").getAsString());
    assertEquals("test", values.get("_STAGE").getAsString());
    assertEquals(COMMIT.value(), values.get("COMMIT_SHA").getAsString());
    assertEquals(COMMIT.value(), values.get("REVISION_ID").getAsString());
    assertEquals("0123456", values.get("SHORT_SHA").getAsString());
    assertEquals(IMAGE.toString(), values.get("_IMAGE").getAsString());
  }

  @Test
  void whatIsGivenToTheStepWins() {
    JsonObject values =
        read(
                "steps: [{name: a}]\nsubstitutions: {_STAGE: dev}\n",
                Map.of("_STAGE", "prod", "BRANCH_NAME", "main", "SHORT_SHA", "abc"))
            .getAsJsonObject("substitutions");
    assertEquals("prod", values.get("_STAGE").getAsString());
    assertEquals("main", values.get("BRANCH_NAME").getAsString());
    assertEquals("abc", values.get("SHORT_SHA").getAsString());
    assertFalse(values.has("_IMAGE"), "only where it is used");
  }

  @Test
  void anchorsAndMergesWork() {
    JsonObject build =
        read(
            """
            steps:
            - &base
              name: maven
              dir: app
            - <<: *base
              name: gradle
            """,
            Map.of());
    JsonObject second = build.getAsJsonArray("steps").get(1).getAsJsonObject();
    assertEquals("gradle", second.get("name").getAsString());
    assertEquals("app", second.get("dir").getAsString());
  }

  @Test
  void jsonIsYamlToo() {
    assertEquals(
        1, read("{\"steps\": [{\"name\": \"a\"}]}", Map.of()).getAsJsonArray("steps").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "- a list",
        "steps: []",
        "timeout: 5s",
        "steps: [",
        "steps: [{name: a}]\nsource: {}",
        "steps: [{name: a, name: b}]",
        "steps: !!javax.script.ScriptEngineManager [x]",
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
            + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
            + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
            + "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
            + "steps: [*e, *e, *e]\n",
        "steps: &s [*s]"
      })
  void whatIsNoConfigurationIsRefused(String yaml) {
    assertThrows(InvalidValueException.class, () -> read(yaml, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"STAGE", "_stage", "PROJECT_ID", "_A B", ""})
  void otherNamesAreNoSubstitutions(String name) {
    assertThrows(InvalidValueException.class, () -> read("steps: [{name: a}]", Map.of(name, "x")));
  }
}
