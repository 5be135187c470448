package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonArray;
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
  private static final String DEVELOPER = "roles/run.developer";

  /** As Cloud Run spells it. */
  private static final String ACT_AS = "iam.serviceaccounts.actAs";

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
    question.project().ifPresent(this::apis);
    return findings.all();
  }

  private void project(ProjectId project) {
    for (Region region : question.regions()) {
      if (!region(project, region)) {
        break;
      }
    }
    question.regions().stream()
        .findFirst()
        .ifPresent(
            region -> new ProjectCheck(calls, endpoints, remedies, findings).run(project, region));
  }

  /** After what was tried, which says more. */
  private void apis(ProjectId project) {
    boolean images =
        question
            .repository()
            .flatMap(RepositoryCheck::project)
            .filter(project.value()::equals)
            .isPresent();
    new ApisCheck(calls, endpoints, findings).run(project, images);
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
      ApisCheck.on(findings, ApisCheck.RUN, project.value());
      findings.ok("run.services.list", on, "It may list services in " + on + ".");
    } catch (Failure e) {
      if (findings.switchedOff(e, State.MISSING, ApisCheck.RUN.consequence())) {
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
      } else if (e.explanation().contains(ACT_AS)) {
        findings.ok(create, on, "It may make services in " + on + ".");
        account(project, true);
      } else {
        findings.failed(create, on, e, remedies.grant(DEVELOPER, project));
      }
      return;
    }
    findings.ok(create, on, "It may make services in " + on + ".");
    account(project, false);
  }

  /**
   * @param refused whether Cloud Run refused the account, which decides; IAM says why
   */
  private void account(ProjectId project, boolean refused) {
    String account = question.serviceAccount().orElse("the default account of " + project);
    RuntimeAccount.Answer said =
        question
            .serviceAccount()
            .map(new RuntimeAccount(calls, endpoints)::ask)
            .orElse(RuntimeAccount.Answer.NOT_TOLD);
    if (said == RuntimeAccount.Answer.ABSENT) {
      findings.missing(
          ACT_AS,
          account,
          "There is no service account " + account + " that containers could run as.",
          Remedies.createAccount(account));
    } else if (refused || said == RuntimeAccount.Answer.MAY_NOT) {
      findings.missing(
          ACT_AS,
          account,
          "It may not deploy containers that run as "
              + account
              + (said == RuntimeAccount.Answer.MAY_NOT ? "." : ", or there is no such account."),
          Optional.of(remedies.actAs(question.serviceAccount(), project)));
    } else {
      findings.ok(ACT_AS, account, "It may deploy containers that run as " + account + ".");
    }
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
    String what = resource.contains("/jobs/") ? "jobs" : "services";
    Set<String> has;
    try {
      has =
          new GrantedPermissions(calls)
              .of(
                  endpoints.apiBase() + "/v2/" + resource,
                  wanted,
                  new Doing(
                      "ask for permissions on " + what + " in " + on, false, region.value(), ""));
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
}
