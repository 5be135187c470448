package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which APIs and registries the check finds on, off or not to be asked. */
class PreflightApisTest extends OnPreflight {
  @Test
  void stopsAtAnApiThatIsOff() {
    cloud.emulator().access().disable("run");
    Report report = check(question("europe-west1", "us-central1"));
    assertEquals(List.of("run.googleapis.com"), checks(report, State.MISSING));
    assertEquals(
        // In the project that is charged for the call, which the answer names.
        List.of("gcloud services enable run.googleapis.com --project=123456789012"),
        report.commands());
    assertTrue(
        checks(report, State.OK).contains("artifactregistry.repositories.uploadArtifacts"),
        report::toString);
  }

  @Test
  void tellsAnApiThatIsOffFromARole() {
    cloud.emulator().access().disable("logging").disable("monitoring").disable("cloudbuild");
    Report report = check(question("europe-west1"));
    assertTrue(report.ok(), report::toString);
    assertEquals(
        List.of("logging.googleapis.com", "monitoring.googleapis.com"),
        checks(report, State.ADVISED));
    assertEquals(List.of("cloudbuild.googleapis.com"), checks(report, State.OPTIONAL));
    assertEquals(
        List.of(
            "gcloud services enable logging.googleapis.com --project=123456789012",
            "gcloud services enable monitoring.googleapis.com --project=123456789012"),
        report.commands());
    // Who builds elsewhere is told of it, and not asked to mend it.
    assertEquals(
        List.of("gcloud services enable cloudbuild.googleapis.com --project=123456789012"),
        report.optionalCommands());
  }

  @Test
  void tellsWhatReadingMetricsAndBuildingNeed() {
    cloud.emulator().access().deny(DEPLOYER, "monitoring.timeSeries.list");
    cloud.emulator().access().deny(DEPLOYER, "cloudbuild.builds.create");
    Report report = check(question("europe-west1"));
    assertEquals(List.of("monitoring.timeSeries.list"), checks(report, State.ADVISED));
    assertEquals(List.of("cloudbuild.builds.create"), checks(report, State.OPTIONAL));
    assertEquals(
        List.of(
            "gcloud projects add-iam-policy-binding demo-project"
                + member
                + " --role=roles/monitoring.viewer"),
        report.commands());
    assertEquals(
        List.of(
            "gcloud projects add-iam-policy-binding demo-project"
                + member
                + " --role=roles/cloudbuild.builds.editor"),
        report.optionalCommands());
    // Without Resource Manager nobody says whether builds may be made: nothing is claimed.
    cloud.emulator().access().disable("cloudresourcemanager");
    report = check(question("europe-west1"));
    assertEquals(List.of(), checks(report, State.OPTIONAL));
    assertEquals(List.of(), checks(report, State.UNKNOWN));
    assertTrue(checks(report, State.OK).contains("cloudbuild.builds.list"), report::toString);
  }

  @Test
  void asksServiceUsageOnlyForWhatIsNotKnown() {
    // A refusal for want of a role does not say whether the API is on.
    cloud.emulator().access().deny(DEPLOYER, "logging.logEntries.list");
    Report report = check(question("europe-west1"));
    assertTrue(checks(report, State.OK).contains("logging.googleapis.com"), report::toString);
    cloud.emulator().access().deny(DEPLOYER, "serviceusage.services.get");
    report = check(question("europe-west1"));
    assertFalse(checks(report, State.OK).contains("logging.googleapis.com"), report::toString);
    assertEquals(List.of("logging.logEntries.list"), checks(report, State.ADVISED));
    assertEquals(List.of(), checks(report, State.UNKNOWN));
  }

  @Test
  void tellsARegistryThatIsOffFromARole() {
    cloud.registry().switchOff(true);
    Report report = check(question());
    assertEquals(List.of("artifactregistry.googleapis.com"), checks(report, State.MISSING));
    assertEquals(
        List.of("gcloud services enable artifactregistry.googleapis.com --project=123456789012"),
        report.commands());
  }

  @Test
  void asksNoRegistryThatNobodyHasNamed() {
    registries = List.of();
    Report report =
        check(
            new Question(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(repository("apps")),
                Optional.empty()));
    assertTrue(report.ok(), report::toString);
    assertEquals(
        List.of("artifactregistry.repositories.uploadArtifacts"), checks(report, State.UNKNOWN));
    assertEquals(List.of(), cloud.registry().journal().entries());
  }
}
