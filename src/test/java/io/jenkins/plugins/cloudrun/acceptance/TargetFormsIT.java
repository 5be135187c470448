package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms of targets in a real Jenkins: saved, opened again, and closed to who may not. */
class TargetFormsIT extends TargetJobs {
  private static final String TARGETS =
      "descriptorByName/io.jenkins.plugins.cloudrun.config.TargetSettings/";

  /** All that a browser sends of a folder's form; a form that is refused changes nothing. */
  @Test
  void aFoldersFormIsSavedAndOpenedAgain() throws Exception {
    assertEquals(
        "ready",
        script(
            "jenkins.model.Jenkins.get().createProject("
                + "com.cloudbees.hudson.plugins.folder.Folder, 'forms'); println 'ready'"));
    Person root = Person.loggedIn(jenkins.root(), "root");
    String staging =
        """
        {"name": "staging", "project": "demo-project", "regionsText": "europe-west1\\r\\nus-central1\\r\\n",
         "credentialsId": "cloud-run-demo", "repository": "", "impersonate": "",
         "workloadIdentityProvider": "", "serviceAccount": ""}
        """;
    String production =
        """
        {"name": "production", "project": "my-project", "regionsText": "europe-west1",
         "credentialsId": "cloud-run-demo", "repository": "europe-docker.pkg.dev/my-project/apps",
         "gates": {"stapler-class": "%1$s", "$class": "%1$s", "path": "/healthz", "within": "2m"},
         "canary": [{"percent": "5", "bake": "10m"}, {"percent": "50", "bake": ""}],
         "rules": {"requiredGates": "http", "approvals": "2", "approvers": "release-managers",
           "notBy": "", "within": "1d", "sources": ""}}
        """
            .formatted("io.jenkins.plugins.cloudrun.settings.HttpGateSettings");
    HttpResponse<String> saved = submitted(root, "[" + staging + "," + production + "]");
    assertTrue(saved.statusCode() < 400, saved.body());
    String said =
        script(
            """
            def p = jenkins.model.Jenkins.get().getItem('forms').properties.get(io.jenkins.plugins.cloudrun.config.CloudRunFolder)
            println p.targets.collect { "${it.name} ${it.project} ${it.regions} ${it.repository} ${it.gates*.path} ${it.canary*.percent} ${it.rules?.approvals}" } + p.defaults.timeLimit
            """);
    String expected =
        "[staging demo-project [europe-west1, us-central1] null null null null,"
            + " production my-project [europe-west1] europe-docker.pkg.dev/my-project/apps"
            + " [/healthz] [5, 50] 2, 2h]";
    assertEquals(expected, said);
    String form = root.page("job/forms/configure").replace("\r", "");
    for (String value :
        List.of(
            "value=\"staging\"",
            "europe-west1\nus-central1</textarea>",
            "value=\"/healthz\"",
            "value=\"release-managers\"",
            "value=\"2h\"")) {
      assertTrue(form.contains(value), value + " is not in " + form);
    }
    // One alone comes as an object, and two of one name are refused.
    HttpResponse<String> refused = submitted(root, "[" + staging + "," + staging + "]");
    assertTrue(refused.body().contains("Two targets are called"), refused.body());
    refused = submitted(root, staging.replace("us-central1", "Iowa"));
    assertTrue(refused.body().contains("regions:"), refused.body());
    assertTrue(root.page("job/forms/configure").contains("value=\"production\""));
    assertTrue(submitted(root, staging).statusCode() < 400);
    assertFalse(root.page("job/forms/configure").contains("value=\"production\""));
  }

  private static HttpResponse<String> submitted(Person person, String targets) throws Exception {
    return sent(
        person,
        "job/forms/configSubmit",
        Map.of(
            "json",
            """
            {"displayNameOrNull": "", "description": "", "healthMetrics": [],
             "icon": {"stapler-class": "com.cloudbees.hudson.plugins.folder.icons.StockFolderIcon",
               "$class": "com.cloudbees.hudson.plugins.folder.icons.StockFolderIcon"},
             "io-jenkins-plugins-cloudrun-config-CloudRunFolder":
               {"targets": %s, "defaults": {"project": "", "region": "", "credentialsId": "", "timeLimit": "2h"}}}
            """
                .formatted(targets)));
  }

  @Test
  void formsTellAndTryNothingForWhoMayNotConfigure() throws Exception {
    script("c.targets = [new io.jenkins.plugins.cloudrun.config.TargetSettings('hidden')]");
    String job = "job/" + job("echo 'nothing'") + "/";
    String choices =
        job
            + "descriptorByName/io.jenkins.plugins.cloudrun.settings.DeploySettings/fillTargetItems";
    Person root = Person.loggedIn(jenkins.root(), "root");
    Person owner = Person.loggedIn(jenkins.root(), "owner");
    Person reader = Person.loggedIn(jenkins.root(), "reader");
    assertTrue(sent(owner, choices, Map.of("target", "")).body().contains("hidden"));
    assertFalse(sent(reader, choices, Map.of("target", "")).body().contains("hidden"));
    String check = choices.replace("fillTargetItems", "checkTarget");
    assertTrue(
        sent(owner, check, Map.of("value", "mine")).body().contains("Known here are &#039;hidden"));
    assertFalse(sent(reader, check, Map.of("value", "mine")).body().contains("hidden"));
    Map<String, String> fields =
        Map.of(
            "name",
            "staging",
            "project",
            "demo-project",
            "regionsText",
            "europe-west1\nus-central1",
            "repository",
            cloud.setup().repository(),
            "credentialsId",
            "cloud-run-demo",
            "workloadIdentityProvider",
            "",
            "impersonate",
            "",
            "serviceAccount",
            "");
    String test = TARGETS + "testConnection";
    HttpResponse<String> tried = sent(root, test, fields);
    assertTrue(
        tried
            .body()
            .contains("deployer@demo-project.iam.gserviceaccount.com may do what deploys need."),
        tried.body());
    assertEquals(404, root.get(test).statusCode(), "by POST alone");
    assertEquals(403, root.post(test, fields).statusCode(), "without a crumb");
    for (Person person : List.of(owner, reader)) {
      assertEquals(403, sent(person, test, fields).statusCode());
    }
    assertEquals(403, sent(reader, job + test, fields).statusCode());
    // Who may configure a job may use its credentials, and this one is global.
    assertEquals(200, sent(owner, job + test, fields).statusCode());
    Map<String, String> wrong = new LinkedHashMap<>(fields);
    wrong.put("project", "<b>P</b>");
    String refused = sent(root, test, wrong).body();
    assertTrue(refused.contains("project: &#039;&lt;b&gt;P"), refused);
  }
}
