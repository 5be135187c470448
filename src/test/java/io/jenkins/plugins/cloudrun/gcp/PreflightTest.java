package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.preflight.Finding;
import io.jenkins.plugins.cloudrun.preflight.Finding.State;
import io.jenkins.plugins.cloudrun.preflight.Question;
import io.jenkins.plugins.cloudrun.preflight.Report;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the check finds on a whole cloud, and what it says mends it. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PreflightTest {
  private static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  private static final String READER = "reader@demo-project.iam.gserviceaccount.com";
  private static final Origin ORIGIN = new Origin("shop", Optional.of(1), "test");
  private static final Account DEPLOY = new Account(Optional.of(DEPLOYER), Optional.empty());
  private static final ProjectId PROJECT = new ProjectId("demo-project");

  private LoopbackCloud cloud;
  private GoogleSessions sessions;
  private List<String> registries;
  private String member;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    cloud = LoopbackCloud.start(Options.in(data).withAccounts(READER));
    cloud.registry().denyUploads(READER);
    member = " --member=serviceAccount:" + DEPLOYER;
    sessions =
        new GoogleSessions(
            (origin, id) -> {
              if (!Set.of(DEPLOYER, READER).contains(id)) {
                throw new Failure.Permanent(
                    Failure.Reason.UNAUTHENTICATED, "There is no credential '" + id + "'.", null);
              }
              return cloud.serviceAccountKey(id);
            },
            this::settings,
            HttpClient::newBuilder);
  }

  @BeforeEach
  void everythingIsAllowed() {
    registries = List.of(cloud.registryHost());
    for (String api :
        List.of(
            "run",
            "logging",
            "monitoring",
            "cloudbuild",
            "iam",
            "serviceusage",
            "cloudresourcemanager")) {
      cloud.emulator().access().enable(api);
    }
    cloud.registry().switchOff(false);
    for (String permission :
        List.of(
            "run.services.create",
            "run.services.get",
            "run.services.update",
            "run.jobs.run",
            "iam.serviceaccounts.actAs",
            "monitoring.timeSeries.list",
            "cloudbuild.builds.create",
            "cloudbuild.builds.list",
            "serviceusage.services.get",
            "logging.logEntries.list")) {
      cloud.emulator().access().allow(DEPLOYER, permission);
    }
    cloud.registry().journal().clear();
  }

  @AfterAll
  void stop() {
    sessions.close();
    cloud.close();
  }

  private GoogleSettings settings() {
    return new GoogleSettings(
        new Endpoints(
                Optional.of(cloud.api()),
                Optional.of(cloud.tokens().tokenUri()),
                Optional.of(cloud.tokens().uri()),
                Optional.of(cloud.tokens().uri()),
                Optional.of(cloud.api()))
            .withMonitoring(Optional.of(cloud.api()))
            .withBuilds(Optional.of(cloud.storage().uri()), Optional.of(cloud.cloudBuild().uri())),
        false,
        registries);
  }

  private ImageName repository(String name) {
    return ImageName.parse(cloud.registryHost() + "/demo-project/" + name);
  }

  private Question question(String... regions) {
    return new Question(
        Optional.of(PROJECT),
        List.of(regions).stream().map(Region::new).toList(),
        Optional.empty(),
        Optional.of(repository("apps")),
        Optional.of(DEPLOYER));
  }

  private Report check(Question question) {
    return sessions.check(ORIGIN, DEPLOY, question);
  }

  private static List<String> checks(Report report, State state) {
    return report.of(state).stream().map(Finding::check).toList();
  }

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
