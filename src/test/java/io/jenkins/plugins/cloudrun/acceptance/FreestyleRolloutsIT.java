package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Freestyle jobs that deploy, shift traffic and roll back: saved as forms, opened again, built. */
class FreestyleRolloutsIT extends RolloutJobs {
  private static final String ROOM = RolloutForms.ROOM;

  @Test
  void deploysShiftsAndRollsBack() throws Exception {
    Shop shop = shop("freestyle");
    String before = running(shop);
    String image =
        shop.image("next", "well").replace(cloud.setup().repository(), "$CLOUD_RUN_REGISTRY");
    String console =
        ends(
            "SUCCESS",
            shop,
            List.of(
                builder(
                    "Deploy",
                    shop,
                    """
                    {"image": "%s", "traffic": "none",
                     "gates": [{"stapler-class": "%2$sHttpGateSettings", "$class": "%2$sHttpGateSettings",
                       "path": "/healthz", "within": "1m", "status": "200", "consecutive": "2"}]}
                    """
                        .formatted(image, ROOM + "settings.")),
                shell("echo SMOKE; curl -sf $CLOUD_RUN_TAG_URL/healthz"),
                builder(
                    "Traffic",
                    shop,
                    """
                    {"revision": "$CLOUD_RUN_REVISION", "canary": [{"percent": "40", "bake": "2s"}]}
                    """),
                shell("echo \"SHIFTED $CLOUD_RUN_OUTCOME $CLOUD_RUN_REVISION\""),
                builder("Rollback", shop, "{}"),
                shell("echo \"BACK $CLOUD_RUN_OUTCOME $CLOUD_RUN_REVISION\"")),
            List.of(image, "$CLOUD_RUN_REVISION", "value=\"/healthz\"", "value=\"40\""));
    assertTrue(console.contains("SMOKE\nfreestyle-") || console.contains("curl"), console);
    assertTrue(console.contains("SHIFTED succeeded freestyle-"), console);
    assertTrue(console.contains("BACK succeeded " + before), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  @Test
  void aBadVersionFailsTheBuild() throws Exception {
    Shop shop = shop("freestyle-bad");
    String before = running(shop);
    String console =
        ends(
            "FAILURE",
            shop,
            List.of(
                builder(
                    "Deploy",
                    shop,
                    """
                    {"image": "%s",
                     "gates": {"stapler-class": "%2$sHttpGateSettings", "$class": "%2$sHttpGateSettings",
                       "path": "/healthz", "within": "2s"}}
                    """
                        .formatted(shop.image("sick", "sick"), ROOM + "settings.")),
                shell("echo NEVER")),
            List.of("value=\"2s\""));
    assertTrue(console.contains("connection pool exhausted"), console);
    assertFalse(console.contains("+ echo NEVER"), console);
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  @Test
  void theRedButtonPutsTrafficBack() throws Exception {
    Shop shop = shop("freestyle-stop");
    String before = running(shop);
    String job =
        RolloutForms.freestyle(
            jenkins,
            List.of(
                builder(
                    "Deploy",
                    shop,
                    "{\"image\": \"%s\", \"canary\": {\"percent\": \"30\", \"bake\": \"5m\"}}"
                        .formatted(shop.image("next", "well")))));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    jenkins.stop(job, 1);
    ended(job, 1, "ABORTED");
    assertEquals(Map.of(before, 100), shop.traffic());
  }

  /** The build is lost with its controller; its rollout is not. */
  @Test
  void aKillLeavesTheRolloutGoingOn() throws Exception {
    Shop shop = shop("freestyle-kill");
    String before = running(shop);
    String job =
        RolloutForms.freestyle(
            jenkins,
            List.of(
                builder(
                    "Deploy",
                    shop,
                    "{\"image\": \"%s\", \"canary\": {\"percent\": \"30\", \"bake\": \"20s\"}}"
                        .formatted(shop.image("next", "well")))));
    jenkins.build(job);
    jenkins.awaitLine(job, 1, " to bake for ", BUILD);
    under.killAndRestart();
    shop.awaitTraffic(traffic -> traffic.size() == 1);
    assertFalse(shop.traffic().containsKey(before), shop.traffic().toString());
    assertEquals(2, shop.revisions().size());
  }

  private static String ends(
      String expected, Shop shop, List<JsonObject> builders, List<String> reopened) {
    String job = RolloutForms.freestyle(jenkins, builders);
    String form = jenkins.page("job/" + job + "/configure").replace("\r", "");
    reopened.forEach(text -> assertTrue(form.contains(text), text + " is not in " + form));
    jenkins.build(job);
    return ended(job, 1, expected);
  }

  private static JsonObject builder(String name, Shop shop, String changed) {
    JsonObject settings = RolloutForms.settings(name, "{}");
    settings.addProperty("service", shop.name);
    settings.addProperty("project", "$CLOUD_RUN_PROJECT");
    settings.addProperty("region", "$CLOUD_RUN_REGION");
    settings.addProperty("credentialsId", "cloud-run-demo");
    JsonParser.parseString(changed)
        .getAsJsonObject()
        .entrySet()
        .forEach(field -> settings.add(field.getKey(), field.getValue()));
    return RolloutForms.builder(name, settings);
  }

  private static JsonObject shell(String command) {
    JsonObject shell = RolloutForms.kind("hudson.tasks.Shell");
    shell.addProperty("command", command);
    return shell;
  }
}
