package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each form in a real Jenkins: saved as a browser sends it and opened again, asked while one types,
 * and made into a snippet that runs.
 */
class FormsInJenkinsIT extends RolloutJobs {
  private static final String DESCRIPTOR = "descriptorByName/" + RolloutForms.ROOM + "settings.";

  private static String place(Shop shop) {
    return "\"project\": \"%s\", \"region\": \"%s\", \"credentialsId\": \"cloud-run-demo\""
        .formatted(cloud.setup().project(), shop.region);
  }

  private static String where(Shop shop) {
    return "project: '%s', region: '%s', credentialsId: 'cloud-run-demo'"
        .formatted(cloud.setup().project(), shop.region);
  }

  private static String freestyle(JsonObject... builders) {
    return RolloutForms.freestyle(jenkins, List.of(builders));
  }

  /** Every field comes back with what was filled in, and only that is kept. */
  @Test
  void whatIsFilledInIsThereAgain() {
    String job =
        freestyle(
            RolloutForms.builder(
                "Deploy",
                RolloutForms.settings(
                    "Deploy",
                    """
                    {"service": "form-shop", "image": "registry.example.com/apps/shop:1.4",
                     "project": "form-project", "regionsText": "us-central1\\neurope-west4",
                     "gates": [{"stapler-class": "%1$sMetricsGateSettings", "$class": "%1$sMetricsGateSettings",
                       "errorRate": "7%%", "latencyP99": "801ms", "window": "11m"},
                       {"stapler-class": "%1$sLogsGateSettings", "$class": "%1$sLogsGateSettings",
                        "severity": "CRITICAL", "atMost": "3", "window": "6m"}],
                     "canary": [{"percent": "13", "bake": "17m"}],
                     "approval": {"by": "form-managers", "within": "5h", "before": "42", "notBy": "starter"},
                     "onFailure": "keep", "concurrent": "supersede", "force": true,
                     "allowUnauthenticated": "false", "env": [{"name": "GREETING", "value": "a, b = <c>"}],
                     "secrets": [{"name": "DB", "value": "form-db:latest"}],
                     "labels": [{"name": "team", "value": "form-team"}],
                     "commandText": "form-command", "argsText": "--one\\n--two", "cpu": "2",
                     "memory": "1234Mi", "serviceAccount": "form@p.iam.gserviceaccount.com",
                     "port": "9191", "concurrency": "33", "timeout": "44s", "minInstances": "2",
                     "maxInstances": "55", "impersonate": "as@p.iam.gserviceaccount.com",
                     "timeLimit": "3h", "failBuild": false}
                    """
                        .formatted(RolloutForms.ROOM + "settings."))),
            RolloutForms.builder(
                "JobExecute",
                RolloutForms.settings(
                    "JobExecute",
                    """
                    {"job": "form-job", "tasks": "21", "parallelism": "20", "maxRetries": "0",
                     "taskTimeout": "22m", "wait": false}
                    """)));
    String form = jenkins.page("job/" + job + "/configure").replace("\r", "");
    for (String value :
        List.of(
            "form-shop",
            "registry.example.com/apps/shop:1.4",
            "form-project",
            "7%",
            "801ms",
            "11m",
            "13",
            "17m",
            "form-managers",
            "5h",
            "42",
            "GREETING",
            "a, b = &lt;c&gt;",
            "form-db:latest",
            "form-team",
            "2",
            "1234Mi",
            "form@p.iam.gserviceaccount.com",
            "9191",
            "33",
            "44s",
            "55",
            "as@p.iam.gserviceaccount.com",
            "3h",
            "form-job",
            "21",
            "20",
            "22m")) {
      // Jelly leaves a closing bracket in an attribute as it is.
      assertTrue(
          form.replace("&gt;", ">").contains("value=\"" + value.replace("&gt;", ">") + "\""),
          value + " is not in the form");
    }
    for (String text : List.of("us-central1\neurope-west4</textarea>", "--one\n--two</textarea>")) {
      assertTrue(form.contains(text), text);
    }
    Map<String, Integer> sections = new TreeMap<>();
    for (String title : List.of("Where and as whom", "Health and traffic", "Execution")) {
      sections.put(title, count(form, title));
    }
    assertFalse(sections.containsValue(0), sections.toString());
    String stored =
        jenkins.script(
            "println jenkins.model.Jenkins.get().getItem('" + job + "').configFile.asString()");
    assertTrue(stored.contains("<force>true</force>"), stored);
    assertFalse(stored.contains("<traffic>"), "a default is not kept: " + stored);
  }

  /** What the credentials see is offered to who may use them, by POST alone. */
  @Test
  void namesAreOfferedFromTheCloud() throws Exception {
    Shop shop = shop("offered");
    running(shop);
    String job = job("echo 1");
    String place =
        "project=%s&region=%s&credentialsId=cloud-run-demo"
            .formatted(cloud.setup().project(), shop.region);
    assertTrue(
        asked(job, "DeploySettings/fillServiceItems", place).contains("\"offered\""),
        asked(job, "DeploySettings/fillServiceItems", place));
    assertEquals("[]", offered(job, "DeploySettings/fillServiceItems", "project=&region="));
    assertEquals(
        "[]",
        offered(
            job,
            "DeploySettings/fillServiceItems",
            place.replace("cloud-run-demo", "none-of-that-name")));
    assertTrue(
        asked(job, "JobSettings/fillRegionItems", "").contains("\"europe-west1\""), "regions");
    // On a page of Jenkins itself there is no job whose credentials could be used.
    String outside = jenkins.send(DESCRIPTOR + "DeploySettings/fillServiceItems", place);
    assertFalse(outside.contains("offered"), outside);
    assertEquals(
        404, jenkins.status("job/" + job + "/" + DESCRIPTOR + "DeploySettings/fillServiceItems"));
  }

  @Test
  void fieldsAreCheckedWhileOneTypes() {
    String job = job("echo 1");
    Map<String, String> checks =
        Map.of(
            "DeploySettings/checkTraffic", "value=all&percent=5",
            "DeploySettings/checkImage", "value=registry.example.com/a/b:latest",
            "DeploySettings/checkConcurrency", "value=1",
            "DeploySettings/checkAllowUnauthenticated", "value=true",
            "NameValue/checkValue", "value=hunter2&name=PASSWORD",
            "CanaryStepSettings/checkBake", "value=5s");
    checks.forEach(
        (check, fields) -> assertTrue(asked(job, check, fields).contains("warning"), check));
    assertTrue(asked(job, "DeploySettings/checkService", "value=").contains("Name the service"));
    assertTrue(
        asked(job, "DeploySettings/checkRegions", "value=us-central1&region=us-east1")
            .contains("error"));
    assertEquals(
        404, jenkins.status("job/" + job + "/" + DESCRIPTOR + "DeploySettings/checkImage"));
    String saved =
        freestyle(
            RolloutForms.builder(
                "Deploy", RolloutForms.settings("Deploy", "{\"service\": \"shop\"}")));
    String form = jenkins.page("job/" + saved + "/configure");
    for (String dependent :
        List.of(
            "checkdependson=\"canary/percent gates/interval\"",
            "filldependson=\"target project region")) {
      assertTrue(form.toLowerCase(java.util.Locale.ROOT).contains(dependent), dependent);
    }
  }

  @Test
  void snippetsOfRolloutsAreShortAndRun() throws Exception {
    Shop shop = shop("snippets");
    String before = running(shop);
    String deploy =
        snippet(
            "Deploy",
            """
            {"service": "snippets", "image": "%s", %s, "traffic": "none",
             "gates": [{"stapler-class": "%3$sHttpGateSettings", "$class": "%3$sHttpGateSettings",
               "path": "/healthz", "within": "1m", "status": "200", "consecutive": "1"}],
             "env": {"name": "GREETING", "value": "it's $5"}, "labels": {"name": "team", "value": "shop"}}
            """
                .formatted(
                    shop.image("next", "well"), place(shop), RolloutForms.ROOM + "settings."));
    assertEquals(
        "cloudRunDeploy service: 'snippets', image: '%s', %s, gates: [http('/healthz')], traffic: 'none', env: [GREETING: 'it\\'s $5'], labels: [team: 'shop']"
            .formatted(shop.image("next", "well"), where(shop)),
        deploy);
    String traffic =
        snippet(
            "Traffic",
            """
            {"service": "snippets", "revision": "REVISION", %s,
             "canary": {"percent": "40", "bake": "1s"}}
            """
                .formatted(place(shop)));
    assertEquals(
        "cloudRunTraffic service: 'snippets', revision: 'REVISION', %s, canary: [[percent: 40, bake: '1s']]"
            .formatted(where(shop)),
        traffic);
    String rollback = snippet("Rollback", "{\"service\": \"snippets\", %s}".formatted(place(shop)));
    assertEquals("cloudRunRollback service: 'snippets', " + where(shop), rollback);
    String console =
        ends(
            "SUCCESS",
            "def r = "
                + deploy
                + "\n"
                + traffic.replace("'REVISION'", "r.revision")
                + "\ndef b = "
                + rollback
                + "\necho \"BACK ${b.revision}\"");
    assertTrue(console.contains("BACK " + before), console);
  }

  @Test
  void snippetsOfJobsAndCredentialsAreShortAndRun() throws Exception {
    Shop shop = shop("snippet-job");
    String job =
        snippet(
            "JobExecute",
            "{\"job\": \"form-migrate\", \"image\": \"%s\", %s, \"maxRetries\": \"0\", \"wait\": false}"
                .formatted(shop.image("good", "well"), place(shop)));
    assertEquals(
        "cloudRunJobExecute job: 'form-migrate', image: '%s', %s, wait: false, maxRetries: 0"
            .formatted(shop.image("good", "well"), where(shop)),
        job);
    JsonObject block = RolloutForms.kind(RolloutForms.ROOM + "step.CredentialsStep");
    block.addProperty("credentialsId", "cloud-run-demo");
    block.addProperty("impersonate", "");
    block.addProperty("project", "");
    String credentials = RolloutForms.snippet(jenkins, block);
    assertTrue(
        credentials.startsWith("withCloudRunCredentials(credentialsId: 'cloud-run-demo') {"),
        credentials);
    String console =
        ends(
            "SUCCESS",
            "def r = "
                + job
                + "\necho \"RAN ${r.execution}\"\nnode {\n"
                + credentials.replace(
                    "// some block", "sh 'test -n \"$GOOGLE_OAUTH_ACCESS_TOKEN\"'")
                + "\n}");
    assertTrue(console.contains("RAN form-migrate-"), console);
    assertTrue(console.contains("Started execution form-migrate-"), console);
  }

  private static String snippet(String name, String filled) {
    return RolloutForms.snippet(
        jenkins, RolloutForms.step(name, RolloutForms.settings(name, filled)));
  }

  private static String asked(String job, String method, String fields) {
    return jenkins.send("job/" + job + "/" + DESCRIPTOR + method, fields);
  }

  private static String offered(String job, String method, String fields) {
    return asked(job, method, fields).replaceAll("\\s", "");
  }
}
