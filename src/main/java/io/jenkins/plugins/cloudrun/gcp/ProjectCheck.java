package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Remedies;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is useful beside deploying: reading logs and metrics, and building in the cloud. Each is
 * asked as it is when it is needed.
 */
final class ProjectCheck {
  private static final String CREATE = "cloudbuild.builds.create";
  private static final String LIST = "cloudbuild.builds.list";

  private final RestCalls calls;
  private final Endpoints endpoints;
  private final Remedies remedies;
  private final Findings findings;

  ProjectCheck(RestCalls calls, Endpoints endpoints, Remedies remedies, Findings findings) {
    this.calls = calls;
    this.endpoints = endpoints;
    this.remedies = remedies;
    this.findings = findings;
  }

  void run(ProjectId project, Region region) {
    logs(project);
    metrics(project, region);
    builds(project, region);
  }

  private void logs(ProjectId project) {
    JsonArray names = new JsonArray();
    names.add("projects/" + project);
    JsonObject body = new JsonObject();
    body.add("resourceNames", names);
    body.addProperty("filter", "resource.type=\"cloud_run_revision\" AND severity>=EMERGENCY");
    body.addProperty("pageSize", 1);
    String permission = "logging.logEntries.list";
    String role = "roles/logging.viewer";
    try {
      JsonObject unused =
          calls.post(
              endpoints.loggingBase() + "/v2/entries:list",
              body,
              new Doing("Cloud Logging", "read logs of " + project, false, "", role));
      ApisCheck.on(findings, ApisCheck.LOGGING, project.value());
      findings.ok(permission, project.value(), "It may read logs of " + project + ".");
    } catch (Failure e) {
      lacks(ApisCheck.LOGGING, permission, "read logs of " + project, role, project, e);
    }
  }

  private void metrics(ProjectId project, Region region) {
    String permission = "monitoring.timeSeries.list";
    ServiceKey nobodys = new ServiceKey(project, region, new ServiceName(Preflight.PROBE));
    Instant now = Instant.now();
    try {
      Object unused =
          new MonitoringReader(calls, endpoints)
              .requests(
                  nobodys, new RevisionName(Preflight.PROBE + "-00001"), now.minusSeconds(60), now);
      ApisCheck.on(findings, ApisCheck.MONITORING, project.value());
      findings.ok(permission, project.value(), "It may read metrics of " + project + ".");
    } catch (Failure e) {
      lacks(
          ApisCheck.MONITORING,
          permission,
          "read metrics of " + project,
          "roles/monitoring.viewer",
          project,
          e);
    }
  }

  /** Whether builds may be listed is tried; whether they may be made, the project says. */
  private void builds(ProjectId project, Region region) {
    String role = "roles/cloudbuild.builds.editor";
    String place = "/v1/projects/" + project + "/locations/" + region + "/builds?pageSize=1";
    try {
      JsonObject unused =
          calls.get(
              endpoints.cloudBuildBase() + place,
              new Doing("Cloud Build", "list builds in " + project, false, region.value(), role));
      ApisCheck.on(findings, ApisCheck.BUILD, project.value());
      findings.ok(LIST, project.value(), "It may list builds in " + project + ".");
    } catch (Failure e) {
      lacks(ApisCheck.BUILD, LIST, "list builds in " + project, role, project, e);
      if (!denied(e) || SwitchedOff.of(e).isPresent()) {
        return;
      }
    }
    try {
      boolean may =
          new GrantedPermissions(calls)
              .of(
                  endpoints.besideApi(Endpoints.GOOGLE_RESOURCE_MANAGER)
                      + "/v3/projects/"
                      + project,
                  List.of(CREATE),
                  new Doing("Resource Manager", "ask for permissions on " + project, false, "", ""))
              .contains(CREATE);
      if (may) {
        findings.ok(CREATE, project.value(), "It may build in the cloud in " + project + ".");
      } else {
        lacks(ApisCheck.BUILD, CREATE, "build in the cloud in " + project, role, project);
      }
    } catch (Failure e) {
      // Resource Manager is often off, and nothing else needs it: that is not told, then.
    }
  }

  private void lacks(
      ApisCheck.Api api, String permission, String may, String role, ProjectId project, Failure e) {
    if (findings.switchedOff(e, api.lacking(), api.consequence())) {
      return;
    }
    if (denied(e)) {
      lacks(api, permission, may, role, project);
    } else {
      findings.unknown(permission, project.value(), e.explanation());
    }
  }

  private void lacks(
      ApisCheck.Api api, String permission, String may, String role, ProjectId project) {
    findings.add(
        new Finding(
            permission,
            api.lacking(),
            project.value(),
            "It may not " + may + ". " + api.consequence(),
            Optional.of(remedies.grant(role, project))));
  }

  private static boolean denied(Failure e) {
    return e instanceof Failure.Permanent permanent && permanent.reason() == Reason.DENIED;
  }
}
