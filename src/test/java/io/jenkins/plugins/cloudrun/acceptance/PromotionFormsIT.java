package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The forms of promotions, looks and checks with two targets: made into snippets that run as they
 * are, saved for freestyle jobs as a browser sends them, opened again and built.
 */
class PromotionFormsIT extends RolloutJobs {
  private static final String PROD = "us-central1";
  private static final String HTTP =
      """
      {"stapler-class": "%1$ssettings.HttpGateSettings", "$class": "%1$ssettings.HttpGateSettings",
       "path": "/healthz", "within": "1m", "status": "200", "consecutive": "1"}
      """
          .formatted(RolloutForms.ROOM);

  private static final String TARGETS =
      """
      import io.jenkins.plugins.cloudrun.config.*
      def cloudRun = jenkins.model.Jenkins.get().getDescriptor(CloudRunConfiguration)
      def target = { name, region, repository ->
        def t = new TargetSettings(name)
        t.project = '%1$s'
        t.regions = [region]
        t.repository = '%2$s/' + repository
        t.credentialsId = 'cloud-run-demo'
        t
      }
      cloudRun.targets = [target('dev', '%3$s', 'apps'), target('prod', '%4$s', 'prod')]
      def defaults = new DefaultsSettings()
      defaults.project = '%1$s'
      defaults.region = '%3$s'
      defaults.credentialsId = 'cloud-run-demo'
      cloudRun.defaults = defaults
      cloudRun.save()
      println 'ready'
      """;

  @BeforeAll
  static void targets() throws Exception {
    String project = cloud.setup().project();
    cloud.parts().registry().createRepository(project + "/prod");
    String registry = cloud.setup().registry() + "/" + project;
    assertTrue(
        jenkins.script(TARGETS.formatted(project, registry, REGION, PROD)).contains("ready"));
  }

  @Test
  void snippetsAreShortAndRun() throws Exception {
    Shop dev = shop("promoted-form");
    running(dev);
    String promote =
        snippet(
            "Promote",
            """
            {"service": "promoted-form", "from": "dev", "to": "prod", "reason": "it's 4.2",
             "gates": [%s], "canary": {"percent": "40", "bake": "1s"}}
            """
                .formatted(HTTP));
    assertEquals(
        "cloudRunPromote service: 'promoted-form', from: 'dev', to: 'prod', reason: 'it\\'s 4.2',"
            + " gates: [http('/healthz')], canary: [[percent: 40, bake: '1s']]",
        promote);
    String status =
        snippet(
            "Status", "{\"service\": \"promoted-form\", \"target\": \"prod\", \"export\": true}");
    assertEquals("cloudRunStatus service: 'promoted-form', target: 'prod', export: true", status);
    String check = snippet("Check", "{\"target\": \"dev\"}");
    assertEquals("cloudRunCheck target: 'dev'", check);
    String nothing = snippet("Check", "{}");
    assertEquals("cloudRunCheck()", nothing);
    String console =
        ends(
            "SUCCESS",
            check
                + "\ndef c = "
                + nothing
                + "\ndef p = "
                + promote
                + "\nnode {\ndef s = "
                + status
                + "\necho \"CHECK ${c.outcome} PROMOTED ${p.outcome} ${p.image} SERVES"
                + " ${s.traffic[0].revision == p.revision} ${s.traffic[0].digest == p.digest}\"\n"
                + "echo readFile('service.yaml')\n}");
    assertEquals(
        2, count(console, "Checking what the credentials may do in " + REGION + " of "), console);
    assertTrue(console.contains("CHECK succeeded PROMOTED succeeded "), console);
    assertTrue(console.contains("/prod/promoted-form@sha256:"), console);
    assertTrue(console.contains(" SERVES true true"), console);
    assertTrue(console.contains("/services/promoted-form"), console);
    assertEquals(1, shop("promoted-form", PROD).traffic().size());
  }

  /** Every field comes back with what was filled in, and only that is kept. */
  @Test
  void whatIsFilledInIsThereAgain() {
    String digest = "sha256:" + "ab".repeat(32);
    String job =
        freestyle(
            builder(
                "Promote",
                """
                {"service": "form-shop", "from": "dev", "to": "prod", "digest": "%s",
                 "reason": "a, b = <c>", "gates": [%s], "canary": [{"percent": "13", "bake": "17m"}],
                 "approval": {"by": "form-managers", "within": "5h", "before": "42", "notBy": "starter"},
                 "onFailure": "keep", "override": "mends it", "concurrent": "supersede", "force": true,
                 "project": "form-project", "regionsText": "us-east1\\neurope-west4",
                 "credentialsId": "cloud-run-demo", "impersonate": "as@p.iam.gserviceaccount.com",
                 "timeLimit": "3h", "failBuild": false}
                """
                    .formatted(digest, HTTP)),
            builder("Status", "{\"service\": \"form-status\", \"target\": \"prod\"}"),
            builder(
                "Check",
                """
                {"target": "dev", "repository": "registry.example.com/form",
                 "serviceAccount": "form@p.iam.gserviceaccount.com", "service": "form-checked"}
                """));
    String form = jenkins.page("job/" + job + "/configure").replace("\r", "");
    for (String value :
        List.of(
            "form-shop",
            "dev",
            "prod",
            digest,
            "a, b = &lt;c>",
            "/healthz",
            "13",
            "17m",
            "form-managers",
            "5h",
            "42",
            "mends it",
            "keep",
            "supersede",
            "form-project",
            "cloud-run-demo",
            "as@p.iam.gserviceaccount.com",
            "3h",
            "form-status",
            "registry.example.com/form",
            "form@p.iam.gserviceaccount.com",
            "form-checked")) {
      // Jelly leaves a closing bracket in an attribute as it is.
      assertTrue(
          form.replace("&gt;", ">").contains("value=\"" + value + "\""),
          value + " is not in the form");
    }
    assertTrue(form.contains("us-east1\neurope-west4</textarea>"), "regions");
    String stored = stored(job);
    assertTrue(stored.contains("<override>mends it</override>"), stored);
    assertTrue(stored.contains("<force>true</force>"), stored);
    assertFalse(stored.contains("wait"), "a default is not kept: " + stored);
    // What a target says is not written down besides its name.
    assertEquals(1, count(stored, "<target>dev</target>"), stored);
    assertEquals(1, count(stored, "<project>form-project</project>"), stored);
    assertFalse(stored.contains(cloud.setup().project()), stored);
  }

  /** The lists of targets, and what is said while one chooses. */
  @Test
  void targetsAreOffered() {
    String job = job("echo 1");
    for (String list :
        List.of(
            "PromoteSettings/fillFromItems",
            "PromoteSettings/fillToItems",
            "StatusSettings/fillTargetItems",
            "CheckSettings/fillTargetItems")) {
      String offered = asked(job, list, "from=&to=&target=");
      assertEquals("[\"dev\",\"prod\"]", offered.replace(" ", ""), list);
    }
    String unknown = asked(job, "StatusSettings/checkTarget", "value=nowhere");
    assertTrue(unknown.contains("There is no target &#039;nowhere&#039;. Known here are"), unknown);
    String known = asked(job, "StatusSettings/checkTarget", "value=prod");
    assertTrue(known.contains(PROD) && !known.contains("error"), known);
    String later = asked(job, "StatusSettings/checkTarget", "value=$TARGET");
    assertFalse(later.contains("error"), later);
    assertTrue(later.contains("warning") && later.contains("params.TARGET"), later);
    String built = freestyle(builder("Check", "{}"));
    assertFalse(asked(built, "StatusSettings/checkTarget", "value=$TARGET").contains("warning"));
    assertTrue(
        asked(job, "PromoteSettings/checkTo", "value=nowhere&from=dev").contains("no target"));
    String same = asked(job, "PromoteSettings/checkTo", "value=dev&from=dev");
    assertTrue(same.contains("A promotion goes from one target to another one."), same);
    String none = asked(job, "PromoteSettings/checkFrom", "value=");
    assertTrue(none.contains("Choose the target that the image comes from."), none);
    assertTrue(asked(job, "PromoteSettings/checkDigest", "value=latest").contains("error"));
    assertTrue(asked(job, "StatusSettings/checkService", "value=").contains("Name the service"));
  }

  private static String asked(String job, String method, String fields) {
    return jenkins.send(
        "job/" + job + "/descriptorByName/" + RolloutForms.ROOM + "settings." + method, fields);
  }

  @Test
  void buildersRunWithWhatAFormSaved() throws Exception {
    Shop dev = shop("promoted-free");
    running(dev);
    JsonObject shell = RolloutForms.kind("hudson.tasks.Shell");
    shell.addProperty(
        "command",
        "echo \"OUTCOME $CLOUD_RUN_OUTCOME\"; grep -c /services/promoted-free service.yaml");
    String job =
        freestyle(
            builder("Check", "{\"target\": \"prod\"}"),
            builder(
                "Promote",
                """
                {"service": "promoted-free", "from": "dev", "to": "prod", "reason": "build $BUILD_NUMBER"}
                """),
            builder(
                "Status",
                "{\"service\": \"promoted-free\", \"target\": \"prod\", \"export\": true}"),
            shell);
    jenkins.build(job);
    String console = ended(job, 1, "SUCCESS");
    assertTrue(
        console.contains("Checking what the credentials may do in " + PROD + " of "), console);
    assertTrue(console.contains("OUTCOME succeeded"), console);
    Map<String, Integer> traffic = shop("promoted-free", PROD).traffic();
    assertEquals(1, traffic.size(), traffic.toString());
    assertTrue(
        jenkins
            .script(
                "println new File(jenkins.model.Jenkins.get().rootDir,"
                    + " 'cloud-run/audit/audit.jsonl').text")
            .contains("build 1"),
        "the reason with its variable is in the audit log");
  }

  private static JsonObject builder(String name, String filled) {
    return RolloutForms.builder(name, RolloutForms.settings(name, filled));
  }

  private static String freestyle(JsonObject... builders) {
    return RolloutForms.freestyle(jenkins, List.of(builders));
  }

  private static String stored(String job) {
    return jenkins.script(
        "println jenkins.model.Jenkins.get().getItem('" + job + "').configFile.asString()");
  }

  private static String snippet(String name, String filled) {
    return RolloutForms.snippet(
        jenkins, RolloutForms.step(name, RolloutForms.settings(name, filled)));
  }
}
