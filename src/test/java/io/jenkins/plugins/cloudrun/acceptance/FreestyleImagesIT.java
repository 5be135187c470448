package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Images of freestyle jobs: the form is saved as a browser sends it, opened again, and built; a
 * later step sees what came of it.
 */
class FreestyleImagesIT extends ImageJobs {
  private static final String BUILDER =
      "io.jenkins.plugins.cloudrun.freestyle.CloudRunBuildBuilder";
  private static final String SHELL = "hudson.tasks.Shell";

  private static final String PREPARE =
      """
      git init -q . && git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m one
      mkdir -p dist && echo $JOB_NAME > dist/index.html && echo {} > dist/a.map && echo x > dist/b.tmp
      printf 'FROM scratch\\nCOPY dist/index.html /srv/\\nUSER 1000\\nENTRYPOINT ["/srv/none"]\\n' > Dockerfile
      printf '.git\\nDockerfile\\n' > .dockerignore
      printf '.git\\n' > .gcloudignore
      """;

  @Test
  void layersWithAScanAndLintThatFails() throws Exception {
    String console =
        succeeds(
            """
            {"layers": {"from": "dist", "into": "/srv", "mode": "", "owner": "", "excludeText": "*.map\\n*.tmp"},
             "from": "scratch", "entrypointText": "/srv/none", "user": "1000", "lint": "fail",
             "scan": {"failOn": "HIGH", "wait": "2m"}, "tagsText": "v$BUILD_NUMBER\\nlatest"}
            """,
            List.of("value=\"dist\"", "*.map\n*.tmp", "v$BUILD_NUMBER\nlatest", "value=\"2m\""));
    assertTrue(console.contains(", v1, latest,"), console);
    assertTrue(console.contains("found no vulnerability"), console);
    assertTrue(console.contains("OUTCOME succeeded PUSHED 1"), console);
  }

  @Test
  void aDockerfile() throws Exception {
    String console =
        succeeds(
            """
            {"dockerfile": "Dockerfile", "lint": "fail"}
            """,
            List.of("value=\"Dockerfile\""));
    assertTrue(console.contains("OUTCOME succeeded PUSHED 1"), console);
  }

  @Test
  void sourcesInCloudBuild() throws Exception {
    String console =
        succeeds(
            """
            {"source": ".", "project": "$CLOUD_RUN_PROJECT", "region": "$CLOUD_RUN_REGION"}
            """,
            List.of("value=\"$CLOUD_RUN_PROJECT\"", "value=\"$CLOUD_RUN_REGION\""));
    assertTrue(console.contains("  | Pushing "), console);
    assertTrue(console.contains("OUTCOME succeeded"), console);
  }

  @Test
  void adviceStopsTheBuild() throws Exception {
    String console =
        ends(
            "FAILURE",
            """
            {"layers": {"from": "dist", "into": "/srv/.git", "mode": "", "owner": "", "excludeText": ""},
             "from": "scratch", "entrypointText": "/srv/none", "lint": "fail"}
            """,
            List.of("value=\"/srv/.git\""));
    assertTrue(console.contains("Nothing was pushed"), console);
    assertFalse(console.contains("OUTCOME"), console);
  }

  private static String succeeds(String changed, List<String> reopened) throws Exception {
    String console = ends("SUCCESS", changed, reopened);
    assertTrue(
        console.contains("REF " + cloud.setup().repository() + "/freestyle-"),
        "A later step sees the image:\n" + console);
    return console;
  }

  /** The console of a build after the builder's form, {@code changed} like this, was saved. */
  private static String ends(String expected, String changed, List<String> reopened)
      throws Exception {
    String job = "freestyle-" + System.nanoTime();
    jenkins.createJob(job, "<project><builders/></project>");
    try {
      jenkins.configure(job, form(job, changed));
      String form = jenkins.page("job/" + job + "/configure").replace("\r", "");
      reopened.forEach(text -> assertTrue(form.contains(text), text + " is not in " + form));
      jenkins.build(job);
      String result = jenkins.result(job, 1, BUILD);
      String console = jenkins.console(job, 1);
      assertEquals(expected, result, console);
      assertNoKey();
      return console;
    } finally {
      jenkins.deleteJob(job);
    }
  }

  private static JsonObject form(String job, String changed) {
    JsonObject builder = step(BUILDER);
    builder.add("settings", BuildForm.filled("$CLOUD_RUN_REGISTRY/" + job, cloud, changed));
    JsonArray builders = new JsonArray();
    builders.add(shell(PREPARE));
    builders.add(builder);
    builders.add(
        shell(
            "echo \"REF $CLOUD_RUN_REF OUTCOME $CLOUD_RUN_OUTCOME PUSHED"
                + " $CLOUD_RUN_LAYERS_PUSHED\""));
    JsonObject scm = step("hudson.scm.NullSCM");
    scm.addProperty("value", "0");
    JsonObject form = new JsonObject();
    form.addProperty("enable", true);
    form.addProperty("description", "");
    form.add("properties", new JsonObject());
    form.addProperty("hasSlaveAffinity", true);
    form.addProperty("label", agent.label());
    form.add("scm", scm);
    form.add("builder", builders);
    return form;
  }

  private static JsonObject shell(String command) {
    JsonObject shell = step(SHELL);
    shell.addProperty("command", command);
    return shell;
  }

  private static JsonObject step(String kind) {
    JsonObject step = new JsonObject();
    step.addProperty("stapler-class", kind);
    step.addProperty("$class", kind);
    return step;
  }
}
