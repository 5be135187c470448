package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the check finds on a whole cloud, and what it says mends it. */
class PreflightTest extends OnPreflight {
  @Test
  void saysThatNothingIsMissing() {
    Report report = check(question("europe-west1", "us-central1"));
    assertTrue(report.ok(), report::toString);
    assertEquals(Optional.of(DEPLOYER), report.identity());
    assertEquals(List.of(), report.commands());
    assertEquals(
        report.findings().size(), report.of(State.OK).size(), () -> report.lines().toString());
    assertEquals(DEPLOYER + " may do what deploys need.", report.summary());
    assertTrue(
        checks(report, State.OK)
            .containsAll(
                List.of(
                    "token",
                    "run.googleapis.com",
                    "run.services.create",
                    "run.services.update",
                    "iam.serviceaccounts.actAs",
                    "run.jobs.run",
                    "logging.googleapis.com",
                    "logging.logEntries.list",
                    "monitoring.googleapis.com",
                    "monitoring.timeSeries.list",
                    "cloudbuild.googleapis.com",
                    "cloudbuild.builds.create",
                    "artifactregistry.repositories.uploadArtifacts")),
        report::toString);
    assertEquals("succeeded", report.result().get("outcome"));
  }

  @Test
  void changesNothing() throws Exception {
    assertTrue(check(question("europe-west1")).ok());
    ServiceKey probe =
        new ServiceKey(PROJECT, new Region("europe-west1"), new ServiceName("jenkins-preflight"));
    assertEquals(Optional.empty(), sessions.open(ORIGIN, DEPLOY).cloudRun().service(probe));
    assertEquals(0, cloud.registry().journal().manifestPuts());
    assertEquals(
        // An upload that is opened, and given up.
        List.of(202, 204),
        cloud.registry().journal().entries().stream()
            .filter(entry -> List.of("POST", "DELETE").contains(entry.method()))
            .map(entry -> entry.status())
            .filter(status -> status != 401)
            .toList());
  }

  @Test
  void findsTheServiceThatIsThereByItsOwnRoles() {
    Question named =
        new Question(
            Optional.of(PROJECT),
            List.of(new Region("europe-west1")),
            Optional.of(new ServiceName("shop")),
            Optional.empty(),
            Optional.empty());
    cloud.emulator().access().deny(DEPLOYER, "run.services.get");
    cloud.emulator().access().deny(DEPLOYER, "run.services.update");
    // Of a service that is named, that nothing is granted is an answer; of the probe it may be
    // none.
    assertEquals(
        List.of("run.services.get", "run.services.update"), checks(check(named), State.MISSING));
    assertEquals(
        List.of("run.services.get", "run.services.update"),
        checks(check(question("europe-west1")), State.UNKNOWN));
  }

  @Test
  void tellsPushingFromTheRepositoryThatIsNotThere() {
    Report report =
        sessions.check(ORIGIN, new Account(Optional.of(READER), Optional.empty()), question());
    assertEquals(
        List.of("artifactregistry.repositories.uploadArtifacts"), checks(report, State.MISSING));
  }

  @Test
  void namesWhatIsMissingAndTheCommand() {
    cloud.emulator().access().deny(DEPLOYER, "run.services.update");
    cloud.emulator().access().deny(DEPLOYER, "run.jobs.run");
    cloud.emulator().access().deny(DEPLOYER, "logging.logEntries.list");
    Report report = check(question("europe-west1"));
    assertFalse(report.ok());
    assertEquals(List.of("run.services.update"), checks(report, State.MISSING));
    assertEquals(List.of("run.jobs.run", "logging.logEntries.list"), checks(report, State.ADVISED));
    assertEquals(
        List.of(
            "gcloud projects add-iam-policy-binding demo-project"
                + member
                + " --role=roles/run.developer",
            "gcloud projects add-iam-policy-binding demo-project"
                + member
                + " --role=roles/logging.viewer"),
        report.commands());
    assertEquals("failed", report.result().get("outcome"));
  }

  @Test
  void tellsActingAsAnotherFromMakingServices() {
    Question other =
        new Question(
            Optional.of(PROJECT),
            List.of(new Region("europe-west1")),
            Optional.empty(),
            Optional.empty(),
            Optional.of("nobody@demo-project.iam.gserviceaccount.com"));
    // IAM tells that there is no such account; Cloud Run tells neither that nor the other.
    Report report = check(other);
    assertEquals(List.of("iam.serviceaccounts.actAs"), checks(report, State.MISSING));
    assertEquals(
        List.of("gcloud iam service-accounts create nobody --project=demo-project"),
        report.commands());
    cloud.emulator().access().disable("iam");
    report = check(other);
    assertTrue(report.of(State.MISSING).get(0).message().contains("or there is no such account"));
    assertEquals(
        List.of(
            "gcloud iam service-accounts add-iam-policy-binding"
                + " nobody@demo-project.iam.gserviceaccount.com"
                + member
                + " --role=roles/iam.serviceAccountUser --project=demo-project"),
        report.commands());
    cloud.emulator().access().enable("iam").deny(DEPLOYER, "iam.serviceaccounts.actAs");
    report = check(question("europe-west1"));
    assertEquals(List.of("iam.serviceaccounts.actAs"), checks(report, State.MISSING));
    assertEquals(
        "It may not deploy containers that run as " + DEPLOYER + ".",
        report.of(State.MISSING).get(0).message());
    cloud.emulator().access().allow(DEPLOYER, "iam.serviceaccounts.actAs");
    cloud.emulator().access().deny(DEPLOYER, "run.services.create");
    report = check(question("europe-west1"));
    assertEquals(List.of("run.services.create"), checks(report, State.MISSING));
  }

  @Test
  void findsTheRepositoryThatIsNotThere() {
    Question wrong =
        new Question(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(repository("none")),
            Optional.empty());
    Report report = check(wrong);
    assertEquals(List.of("artifactregistry.repository"), checks(report, State.MISSING));
    // Its name is not one of Artifact Registry: no command would fit.
    assertEquals(List.of(), report.commands());
  }

  @Test
  void saysWhyThereIsNoToken() {
    Report report =
        sessions.check(
            ORIGIN, new Account(Optional.of("other"), Optional.empty()), question("europe-west1"));
    assertFalse(report.ok());
    assertEquals("There is no credential 'other'.", report.summary());
    assertEquals("failed", report.result().get("outcome"));
  }
}
