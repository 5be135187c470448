package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Remedies;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.List;
import java.util.Optional;

/**
 * Which APIs are on in a project, as far as calls of their own have not told already. Service Usage
 * says it, to accounts that may read it (roles/serviceusage.serviceUsageViewer); most that deploy
 * may not, and then nothing is said.
 */
final class ApisCheck {
  /**
   * An API that something needs.
   *
   * @param lacking what it means if it is off
   * @param consequence what does not work then; a sentence
   */
  record Api(String name, String title, State lacking, String consequence) {}

  static final Api RUN =
      new Api(
          "run.googleapis.com",
          "Cloud Run Admin API",
          State.MISSING,
          "Nothing can be deployed there.");
  static final Api REGISTRY =
      new Api(
          "artifactregistry.googleapis.com",
          "Artifact Registry API",
          State.MISSING,
          "No image can be pushed to a repository there.");
  static final Api LOGGING =
      new Api(
          "logging.googleapis.com",
          "Cloud Logging API",
          State.ADVISED,
          "What a failed container said is not shown, and gates on logs fail.");
  static final Api MONITORING =
      new Api(
          "monitoring.googleapis.com",
          "Cloud Monitoring API",
          State.ADVISED,
          "Gates on metrics fail.");
  static final Api BUILD =
      new Api(
          "cloudbuild.googleapis.com",
          "Cloud Build API",
          State.OPTIONAL,
          "Only builds in the cloud need it.");

  private static final List<Api> ALL = List.of(RUN, REGISTRY, LOGGING, MONITORING, BUILD);

  private final RestCalls calls;
  private final Endpoints endpoints;
  private final Findings findings;

  ApisCheck(RestCalls calls, Endpoints endpoints, Findings findings) {
    this.calls = calls;
    this.endpoints = endpoints;
    this.findings = findings;
  }

  /**
   * @param images whether images are to be in that project, too
   */
  void run(ProjectId project, boolean images) {
    List<Api> asked = ALL.stream().filter(api -> images || api != REGISTRY).toList();
    StringBuilder url =
        new StringBuilder(endpoints.besideApi(Endpoints.GOOGLE_SERVICE_USAGE))
            .append("/v1/projects/")
            .append(project)
            .append("/services:batchGet?fields=services(name,state)");
    for (Api api : asked) {
      url.append("&names=projects/").append(project).append("/services/").append(api.name());
    }
    try {
      JsonObject answer =
          calls.get(
              url.toString(),
              new Doing(
                  "Service Usage",
                  "tell which APIs are on in " + project,
                  false,
                  "",
                  "roles/serviceusage.serviceUsageViewer"));
      if (answer.get("services") instanceof JsonArray services) {
        services.forEach(service -> told(service, project));
      }
    } catch (Failure e) {
      // Not told. What is needed was tried by itself, and that has said more.
    }
  }

  private void told(JsonElement service, ProjectId project) {
    if (!(service instanceof JsonObject object)
        || object.get("name") == null
        || object.get("state") == null) {
      return;
    }
    String name = object.get("name").getAsString();
    String state = object.get("state").getAsString();
    ALL.stream()
        .filter(api -> name.endsWith("/" + api.name()))
        .filter(api -> !findings.knowsApi(api.name()))
        .findFirst()
        .ifPresent(
            api -> {
              if (state.equals("ENABLED")) {
                on(findings, api, project.value());
              } else if (state.equals("DISABLED")) {
                off(api, project);
              }
            });
  }

  /** Says that an API is on. */
  static void on(Findings findings, Api api, String project) {
    findings.ok(api.name(), project, "The " + api.title() + " is on in " + project + ".");
  }

  private void off(Api api, ProjectId project) {
    findings.add(
        new Finding(
            api.name(),
            api.lacking(),
            project.value(),
            "The " + api.title() + " is off in " + project + ". " + api.consequence(),
            Optional.of(Remedies.enable(api.name(), project.value()))));
  }
}
