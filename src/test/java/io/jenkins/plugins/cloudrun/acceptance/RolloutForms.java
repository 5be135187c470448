package io.jenkins.plugins.cloudrun.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The forms of rollouts, jobs and blocks with credentials as a browser sends them. */
final class RolloutForms {
  static final String ROOM = "io.jenkins.plugins.cloudrun.";

  /** A freestyle job {@code forms} with each builder; that of deploys has one of everything. */
  static final String FILLED =
      """
      import io.jenkins.plugins.cloudrun.freestyle.*
      import io.jenkins.plugins.cloudrun.settings.*
      def job = jenkins.model.Jenkins.get().createProject(hudson.model.FreeStyleProject, 'forms')
      def deploy = new DeploySettings('shop')
      deploy.gates = [new HttpGateSettings('/healthz'), new MetricsGateSettings(), new LogsGateSettings()]
      deploy.canary = [new CanaryStepSettings(5)]
      deploy.approval = new ApprovalSettings('release-managers')
      deploy.env = [new NameValue('GREETING', 'hello')]
      job.buildersList.addAll([
        new CloudRunBuildBuilder(new BuildSettings('shop')),
        new CloudRunDeployBuilder(deploy),
        new CloudRunJobExecuteBuilder(new JobSettings('migrate')),
        new CloudRunTrafficBuilder(new TrafficSettings('shop')),
        new CloudRunRollbackBuilder(new RollbackSettings('shop')),
        new CloudRunPromoteBuilder(new PromoteSettings('shop', 'test', 'live')),
        new CloudRunStatusBuilder(new StatusSettings('shop')),
        new CloudRunCheckBuilder(new CheckSettings())])
      job.save()
      println 'ready'
      """;

  /** All that a browser sends of these forms when nothing is filled in. */
  private static final Map<String, String> UNTOUCHED =
      Map.of(
          "Deploy",
          """
          {"service": "", "image": "", "target": "", "project": "", "region": "",
           "credentialsId": "", "regionsText": "", "traffic": "all", "onFailure": "rollback",
           "concurrent": "wait", "force": false, "allowUnauthenticated": "", "commandText": "",
           "argsText": "", "cpu": "", "memory": "", "serviceAccount": "", "port": "",
           "concurrency": "", "timeout": "", "minInstances": "", "maxInstances": "",
           "override": "", "impersonate": "", "workloadIdentityProvider": "", "timeLimit": "",
           "failBuild": true}
          """,
          "Traffic",
          """
          {"service": "", "revision": "", "target": "", "project": "", "region": "",
           "credentialsId": "", "regionsText": "", "onFailure": "rollback", "override": "",
           "concurrent": "wait", "impersonate": "", "workloadIdentityProvider": "",
           "timeLimit": "", "failBuild": true}
          """,
          "Rollback",
          """
          {"service": "", "to": "", "target": "", "project": "", "region": "",
           "credentialsId": "", "regionsText": "", "concurrent": "wait",
           "impersonate": "", "workloadIdentityProvider": "", "timeLimit": "", "failBuild": true}
          """,
          "JobExecute",
          """
          {"job": "", "image": "", "target": "", "project": "", "region": "", "credentialsId": "",
           "wait": true, "tasks": "", "parallelism": "", "maxRetries": "", "taskTimeout": "",
           "commandText": "", "argsText": "", "cpu": "", "memory": "", "serviceAccount": "",
           "impersonate": "", "workloadIdentityProvider": "", "timeLimit": "", "failBuild": true}
          """,
          "Promote",
          """
          {"service": "", "from": "", "to": "", "digest": "", "reason": "", "onFailure": "rollback",
           "override": "", "concurrent": "wait", "force": false, "project": "", "region": "",
           "regionsText": "", "credentialsId": "", "impersonate": "",
           "workloadIdentityProvider": "", "timeLimit": "", "failBuild": true}
          """,
          "Status",
          """
          {"service": "", "target": "", "project": "", "region": "", "credentialsId": "",
           "regionsText": "", "export": false, "impersonate": "", "workloadIdentityProvider": "",
           "timeLimit": "", "failBuild": true}
          """,
          "Check",
          """
          {"target": "", "project": "", "region": "", "credentialsId": "", "regionsText": "",
           "repository": "", "serviceAccount": "", "service": "", "impersonate": "",
           "workloadIdentityProvider": "", "timeLimit": "", "failBuild": true}
          """);

  private RolloutForms() {}

  /**
   * @param changed what somebody fills in, as JSON
   */
  static JsonObject settings(String name, String changed) {
    JsonObject settings = JsonParser.parseString(UNTOUCHED.get(name)).getAsJsonObject();
    JsonParser.parseString(changed)
        .getAsJsonObject()
        .entrySet()
        .forEach(field -> settings.add(field.getKey(), field.getValue()));
    return settings;
  }

  static JsonObject builder(String name, JsonObject settings) {
    JsonObject builder = kind(ROOM + "freestyle.CloudRun" + name + "Builder");
    builder.add("settings", settings);
    return builder;
  }

  /** A freestyle job with these builders, its form sent by a browser; its name. */
  static String freestyle(JenkinsClient jenkins, List<JsonObject> builders) {
    String job = "form-" + System.nanoTime();
    jenkins.createJob(job, "<project><builders/></project>");
    JsonObject scm = kind("hudson.scm.NullSCM");
    scm.addProperty("value", "0");
    JsonObject form = new JsonObject();
    form.addProperty("enable", true);
    form.addProperty("description", "");
    form.add("properties", new JsonObject());
    form.add("scm", scm);
    JsonArray all = new JsonArray();
    builders.forEach(all::add);
    form.add("builder", all);
    jenkins.configure(job, form);
    return job;
  }

  static JsonObject step(String name, JsonObject settings) {
    JsonObject step = kind(ROOM + "step." + name + "Step");
    step.add("settings", settings);
    return step;
  }

  /** The Snippet Generator's answer to a step's form. */
  static String snippet(JenkinsClient jenkins, JsonObject step) {
    return jenkins
        .send(
            "pipeline-syntax/generateSnippet",
            "json=" + URLEncoder.encode(step.toString(), StandardCharsets.UTF_8))
        .strip();
  }

  static JsonObject kind(String name) {
    JsonObject kind = new JsonObject();
    kind.addProperty("stapler-class", name);
    kind.addProperty("$class", name);
    return kind;
  }
}
