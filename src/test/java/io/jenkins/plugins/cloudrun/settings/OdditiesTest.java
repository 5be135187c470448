package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import org.junit.jupiter.api.Test;

/** Forms warn of what is legal and hardly meant, and say nothing of what is usual. */
final class OdditiesTest {
  private final DeploySettings.DescriptorImpl deploy = new DeploySettings.DescriptorImpl();
  private final JobSettings.DescriptorImpl job = new JobSettings.DescriptorImpl();
  private final BuildSettings.DescriptorImpl build = new BuildSettings.DescriptorImpl();
  private final NameValue.DescriptorImpl row = new NameValue.DescriptorImpl();
  private final CanaryStepSettings.DescriptorImpl step = new CanaryStepSettings.DescriptorImpl();
  private final Item ours = FormCheckTest.item(true);

  private static void warns(String expected, FormValidation validation) {
    assertEquals(Kind.WARNING, validation.kind, validation.renderHtml());
    assertTrue(validation.renderHtml().contains(expected), validation.renderHtml());
  }

  private static void silent(FormValidation validation) {
    assertEquals(Kind.OK, validation.kind, validation.renderHtml());
  }

  @Test
  void tagsThatMove() {
    warns("another image", deploy.doCheckImage(ours, "registry.example.com/apps/shop:latest"));
    warns("another image", deploy.doCheckImage(ours, "registry.example.com/apps/shop"));
    silent(deploy.doCheckImage(ours, "registry.example.com/apps/shop:1.4"));
    silent(deploy.doCheckImage(ours, "$CLOUD_RUN_REF"));
    silent(deploy.doCheckImage(ours, "registry.example.com/apps/shop@sha256:" + "0".repeat(64)));
    warns("major version", build.doCheckFrom(ours, "eclipse-temurin"));
    silent(build.doCheckFrom(ours, "scratch"));
    silent(build.doCheckFrom(ours, "eclipse-temurin:21-jre"));
  }

  @Test
  void anImageIsNeededForADeployAloneNotForAJob() {
    assertEquals(Kind.ERROR, deploy.doCheckImage(ours, " ").kind);
    silent(job.doCheckImage(ours, " "));
  }

  @Test
  void resources() {
    warns("One request at a time", deploy.doCheckConcurrency(ours, "1", null));
    silent(deploy.doCheckConcurrency(ours, "1", "500m"));
    silent(deploy.doCheckConcurrency(ours, "80", "1"));
    warns("no other concurrency than 1", deploy.doCheckConcurrency(ours, "2", "0.5"));
    warns("at least 2Gi", deploy.doCheckCpu(ours, "4", "1Gi"));
    warns("at least 4Gi", deploy.doCheckMemory(ours, "3900Mi", "8"));
    silent(deploy.doCheckMemory(ours, "4Gi", "8"));
    silent(deploy.doCheckCpu(ours, "4", ""));
    silent(deploy.doCheckCpu(ours, "4", "lots"));
    silent(job.doCheckCpu(ours, "2", "512Mi"));
  }

  @Test
  void instances() {
    warns("429", deploy.doCheckMaxInstances(ours, "1", ""));
    silent(deploy.doCheckMaxInstances(ours, "10", "2"));
    assertEquals(Kind.ERROR, deploy.doCheckMaxInstances(ours, "2", "5").kind);
    assertEquals(Kind.ERROR, deploy.doCheckMinInstances(ours, "5", "2").kind);
    silent(deploy.doCheckMinInstances(ours, "5", "many"));
    silent(deploy.doCheckMinInstances(ours, "5", "$MOST"));
  }

  @Test
  void traffic() {
    warns("without a gate", deploy.doCheckTraffic(ours, "all", "5", null));
    silent(deploy.doCheckTraffic(ours, "all", "5", ""));
    silent(deploy.doCheckTraffic(ours, "all", null, null));
    assertEquals(Kind.ERROR, deploy.doCheckTraffic(ours, "none", "5", "").kind);
    silent(deploy.doCheckTraffic(ours, "none", null, null));
    warns("Hardly a request", step.doCheckBake(ours, "30s"));
    silent(step.doCheckBake(ours, "10m"));
    warns("until somebody looks", deploy.doCheckOnFailure(ours, "keep"));
    silent(deploy.doCheckOnFailure(ours, "rollback"));
    assertEquals(Kind.ERROR, deploy.doCheckRegions(ours, "us-central1", "europe-west1").kind);
    silent(deploy.doCheckRegions(ours, "us-central1", ""));
  }

  @Test
  void peopleAndAccess() {
    warns("Anyone on the internet", deploy.doCheckAllowUnauthenticated(ours, "true"));
    silent(deploy.doCheckAllowUnauthenticated(ours, ""));
    silent(deploy.doCheckAllowUnauthenticated(ours, "false"));
    ApprovalSettings.DescriptorImpl approval = new ApprovalSettings.DescriptorImpl();
    warns("logged in", approval.doCheckBy(ours, "release-managers, authenticated"));
    silent(approval.doCheckBy(ours, "release-managers, not-authenticated-team"));
  }

  @Test
  void endings() {
    warns("as if nothing had happened", deploy.doCheckFailBuild(ours, "false"));
    silent(deploy.doCheckFailBuild(ours, "true"));
    warns("fails no build", job.doCheckWait(ours, "false"));
    warns("tried again", deploy.doCheckForce(ours, "true"));
    warns("only 3", job.doCheckParallelism(ours, "5", "3"));
    silent(job.doCheckParallelism(ours, "5", ""));
    warns("key in the image", build.doCheckLint(ours, "off"));
    warns("root", build.doCheckUser(ours, "0:0"));
    silent(build.doCheckUser(ours, "1000:1000"));
    warns("Every line", new LogsGateSettings.DescriptorImpl().doCheckSeverity(ours, "DEFAULT"));
  }

  /** A value that lies open in the job; the reference to a secret is none. */
  @Test
  void secretsInPlainSight() {
    warns("Secret Manager", row.doCheckValue(ours, "hunter2", "DB_PASSWORD"));
    warns("Secret Manager", row.doCheckValue(ours, "abc:def", "API_KEY"));
    silent(row.doCheckValue(ours, "shop-db:latest", "DB_PASSWORD"));
    silent(row.doCheckValue(ours, "$DB_PASSWORD", "DB_PASSWORD"));
    silent(row.doCheckValue(ours, "info", "LOG_LEVEL"));
    silent(row.doCheckValue(ours, "", "DB_PASSWORD"));
    silent(row.doCheckValue(ours, "x", null));
  }

  @Test
  void whoMayNotConfigureIsToldNothing() {
    Item others = FormCheckTest.item(false);
    silent(deploy.doCheckImage(others, "registry.example.com/apps/shop:latest"));
    silent(deploy.doCheckTraffic(others, "none", "5", null));
    silent(deploy.doCheckRegions(others, "us-central1", "europe-west1"));
    silent(row.doCheckValue(others, "hunter2", "DB_PASSWORD"));
  }
}
