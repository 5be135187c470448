package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A whole cloud, and an account to check on it. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class OnPreflight {
  static final String DEPLOYER = "deployer@demo-project.iam.gserviceaccount.com";
  static final String READER = "reader@demo-project.iam.gserviceaccount.com";
  static final Origin ORIGIN = new Origin("shop", Optional.of(1), "test");
  static final Account DEPLOY = new Account(Optional.of(DEPLOYER), Optional.empty());
  static final ProjectId PROJECT = new ProjectId("demo-project");

  LoopbackCloud cloud;
  GoogleSessions sessions;
  List<String> registries;
  String member;

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

  GoogleSettings settings() {
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

  ImageName repository(String name) {
    return ImageName.parse(cloud.registryHost() + "/demo-project/" + name);
  }

  Question question(String... regions) {
    return new Question(
        Optional.of(PROJECT),
        List.of(regions).stream().map(Region::new).toList(),
        Optional.empty(),
        Optional.of(repository("apps")),
        Optional.of(DEPLOYER));
  }

  Report check(Question question) {
    return sessions.check(ORIGIN, DEPLOY, question);
  }

  static List<String> checks(Report report, State state) {
    return report.of(state).stream().map(Finding::check).toList();
  }
}
