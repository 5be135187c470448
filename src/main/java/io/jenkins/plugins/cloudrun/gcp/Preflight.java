package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.registry.RegistryBlobs;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Remedies;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out what an account may do without doing it: lists a page of one, has the server validate a
 * service that is never made ({@code validateOnly}), asks which permissions it has on what is
 * there, opens an upload and gives it up.
 */
final class Preflight {
  private static final String RUN = "run.googleapis.com";
  private static final String DEVELOPER = "roles/run.developer";

  /** Nobody calls a service so; should somebody, the dry run finds that it exists. */
  static final String PROBE = "jenkins-preflight";

  /** Google's own, public; it is never pulled. */
  private static final String IMAGE = "us-docker.pkg.dev/cloudrun/container/hello";

  private static final List<String> SERVICES = List.of("run.services.get", "run.services.update");
  private static final List<String> JOBS =
      List.of("run.jobs.get", "run.jobs.create", "run.jobs.update", "run.jobs.run");

  private final RestCalls calls;
  private final Endpoints endpoints;
  private final Question question;
  private final Remedies remedies;
  private final Findings findings = new Findings();
  private final RepositoryCheck repository;

  /**
   * @param mayBeAsked which registries may see a token of the account
   */
  Preflight(
      RestCalls calls,
      RegistryBlobs registry,
      Predicate<String> mayBeAsked,
      Endpoints endpoints,
      Question question,
      Remedies remedies) {
    this.calls = calls;
    this.endpoints = endpoints;
    this.question = question;
    this.remedies = remedies;
    this.repository = new RepositoryCheck(registry, mayBeAsked, remedies, findings);
  }

  List<Finding> run() {
    question.project().ifPresent(this::project);
    question.repository().ifPresent(repository::run);
    return findings.all();
  }

  private void project(ProjectId project) {
    for (Region region : question.regions()) {
      if (!region(project, region)) {
        return;
      }
    }
    if (!question.regions().isEmpty()) {
      logs(project);
    }
  }

  /** Whether it makes sense to go on. */
  private boolean region(ProjectId project, Region region) {
    String place = "projects/" + project + "/locations/" + region;
    String on = region + " of " + project;
    try {
      JsonObject unused =
          calls.get(
              endpoints.apiBase() + "/v2/" + place + "/services?pageSize=1",
              new Doing("list services in " + on, false, region.value(), DEVELOPER));
      findings.ok(RUN, project.value(), "The Cloud Run Admin API is on in " + project + ".");
      findings.ok("run.services.list", on, "It may list services in " + on + ".");
    } catch (Failure e) {
      if (Findings.isSwitchedOff(e)) {
        findings.missing(
            RUN,
            project.value(),
            "The Cloud Run Admin API is off in " + project + ".",
            Optional.of(remedies.enable(RUN, project)));
        return false;
      }
      findings.failed("run.services.list", on, e, remedies.grant(DEVELOPER, project));
    }
    dryRun(project, region, place, on);
    permissions(project, region, place + "/services/" + service(), SERVICES, State.MISSING, on);
    permissions(project, region, place + "/jobs/" + PROBE, JOBS, State.ADVISED, on);
    return true;
  }

  private String service() {
    return question.service().map(Object::toString).orElse(PROBE);
  }

  private void dryRun(ProjectId project, Region region, String place, String on) {
    String create = "run.services.create";
    String actAs = "iam.serviceaccounts.actAs";
    String account = question.serviceAccount().orElse("the default account of " + project);
    try {
      JsonObject unused =
          calls.post(
              endpoints.apiBase()
                  + "/v2/"
                  + place
                  + "/services?serviceId="
                  + PROBE
                  + "&validateOnly=true",
              probe(),
              // It changes nothing: an answer that is lost leaves no doubt.
              new Doing("validate a new service in " + on, false, region.value(), DEVELOPER));
    } catch (Failure e) {
      if (e instanceof Failure.Permanent permanent && permanent.reason() == Reason.EXISTS) {
        findings.ok(create, on, "It may make services in " + on + ".");
      } else if (e.explanation().contains(actAs)) {
        findings.ok(create, on, "It may make services in " + on + ".");
        findings.missing(
            actAs,
            account,
            "It may not deploy containers that run as "
                + account
                + ", or there is no such account.",
            Optional.of(remedies.actAs(question.serviceAccount(), project)));
      } else {
        findings.failed(create, on, e, remedies.grant(DEVELOPER, project));
      }
      return;
    }
    findings.ok(create, on, "It may make services in " + on + ".");
    findings.ok(actAs, account, "It may deploy containers that run as " + account + ".");
  }

  private JsonObject probe() {
    JsonObject container = new JsonObject();
    container.addProperty("image", IMAGE);
    JsonArray containers = new JsonArray();
    containers.add(container);
    JsonObject template = new JsonObject();
    template.add("containers", containers);
    question.serviceAccount().ifPresent(email -> template.addProperty("serviceAccount", email));
    JsonObject service = new JsonObject();
    service.add("template", template);
    return service;
  }

  /**
   * @param lacking what it means if one is not there
   */
  private void permissions(
      ProjectId project,
      Region region,
      String resource,
      List<String> wanted,
      State lacking,
      String on) {
    JsonArray list = new JsonArray();
    wanted.forEach(list::add);
    JsonObject body = new JsonObject();
    body.add("permissions", list);
    Set<String> has = new LinkedHashSet<>();
    String what = resource.contains("/jobs/") ? "jobs" : "services";
    try {
      JsonObject answer =
          calls.post(
              endpoints.apiBase() + "/v2/" + resource + ":testIamPermissions",
              body,
              new Doing("ask for permissions on " + what + " in " + on, false, region.value(), ""));
      if (answer.get("permissions") instanceof JsonArray granted) {
        for (JsonElement each : granted) {
          has.add(each.getAsString());
        }
      }
    } catch (Failure e) {
      findings.unknown("run." + what, on, e.explanation());
      return;
    }
    boolean probed = resource.endsWith("/" + PROBE);
    for (String permission : wanted) {
      String may = permission.substring(permission.lastIndexOf('.') + 1) + " " + what + " in " + on;
      if (has.contains(permission)) {
        findings.ok(permission, on, "It may " + may + ".");
      } else if (has.isEmpty() && probed && findings.isOk("run.services.create", on)) {
        // Of what is not there, the service may say that nobody has a permission.
        findings.unknown(
            permission, on, "Whether it may " + may + " is told only of a service that exists.");
      } else {
        findings.add(
            new Finding(
                permission,
                lacking,
                on,
                "It may not " + may + (lacking == State.ADVISED ? " (for jobs)." : "."),
                Optional.of(remedies.grant(DEVELOPER, project))));
      }
    }
  }

  private void logs(ProjectId project) {
    String permission = "logging.logEntries.list";
    String on = project.value();
    JsonArray names = new JsonArray();
    names.add("projects/" + project);
    JsonObject body = new JsonObject();
    body.add("resourceNames", names);
    body.addProperty("filter", "resource.type=\"cloud_run_revision\" AND severity>=EMERGENCY");
    body.addProperty("pageSize", 1);
    try {
      JsonObject unused =
          calls.post(
              endpoints.loggingBase() + "/v2/entries:list",
              body,
              new Doing("Cloud Logging", "read logs of " + on, false, "", "roles/logging.viewer"));
      findings.ok(permission, on, "It may read logs of " + on + ".");
    } catch (Failure e) {
      findings.add(
          new Finding(
              permission,
              e instanceof Failure.Permanent ? State.ADVISED : State.UNKNOWN,
              on,
              "It may not read logs of "
                  + on
                  + ": what a failed container said is not shown, and gates on logs fail.",
              Optional.of(
                  Findings.isSwitchedOff(e)
                      ? remedies.enable("logging.googleapis.com", project)
                      : remedies.grant("roles/logging.viewer", project))));
    }
  }
}
