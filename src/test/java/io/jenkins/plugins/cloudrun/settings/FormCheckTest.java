package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.cloudrun.front.FakePlatform;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FormCheckTest {
  private final DeploySettings.DescriptorImpl deploy = new DeploySettings.DescriptorImpl();
  private final Item ours = item(true);

  /** An item that may be configured, or not. */
  static Item item(boolean configurable) {
    return (Item)
        Proxy.newProxyInstance(
            Item.class.getClassLoader(),
            new Class<?>[] {Item.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("hasPermission")) {
                return configurable && Item.CONFIGURE.equals(arguments[0]);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @Test
  void aFieldIsCheckedByTheParserOfTheBuild() {
    FormValidation tooLong = deploy.doCheckService(ours, "s".repeat(50));
    assertEquals(Kind.ERROR, tooLong.kind);
    assertTrue(tooLong.renderHtml().contains("50 characters"), tooLong.renderHtml());
    assertEquals(Kind.OK, deploy.doCheckService(ours, "shop").kind);
    assertEquals(Kind.ERROR, deploy.doCheckService(ours, " ").kind);
    assertEquals(Kind.ERROR, deploy.doCheckConcurrency(ours, "0", null).kind);
    assertEquals(Kind.ERROR, deploy.doCheckConcurrency(ours, "many", "").kind);
    assertEquals(Kind.OK, deploy.doCheckConcurrency(ours, "", null).kind);
    assertEquals(Kind.ERROR, deploy.doCheckTimeout(ours, "2h").kind);
    assertEquals(Kind.ERROR, deploy.doCheckPort(ours, "70000").kind);
    assertEquals(Kind.ERROR, deploy.doCheckMemory(ours, "lots", null).kind);
    assertEquals(Kind.ERROR, deploy.doCheckImage(ours, "shop").kind);
    assertEquals(Kind.ERROR, deploy.doCheckRegion(ours, "Europe").kind);
    assertEquals(
        Kind.ERROR, new CanaryStepSettings.DescriptorImpl().doCheckPercent(ours, "100").kind);
    assertEquals(Kind.ERROR, new CanaryStepSettings.DescriptorImpl().doCheckBake(ours, "8d").kind);
    assertEquals(
        Kind.ERROR, new HttpGateSettings.DescriptorImpl().doCheckPath(ours, "healthz").kind);
    assertEquals(Kind.ERROR, new JobSettings.DescriptorImpl().doCheckTasks(ours, "0").kind);
    assertEquals(Kind.ERROR, new JobSettings.DescriptorImpl().doCheckTaskTimeout(ours, "8d").kind);
    assertEquals(Kind.OK, new JobSettings.DescriptorImpl().doCheckMaxRetries(ours, "0").kind);
    BuildSettings.DescriptorImpl build = new BuildSettings.DescriptorImpl();
    assertEquals(Kind.ERROR, build.doCheckImage(ours, "UPPER/case", null).kind);
    assertEquals(Kind.OK, build.doCheckImage(ours, "apps/shop", "").kind);
    assertEquals(Kind.ERROR, build.doCheckTags(ours, "fine\n-no").kind);
    assertEquals(Kind.ERROR, build.doCheckContext(ours, "../elsewhere").kind);
    assertEquals(Kind.ERROR, new LayerSettings.DescriptorImpl().doCheckInto(ours, "srv").kind);
  }

  /** With a target that has a repository the name alone is enough. */
  @Test
  void anImageLiesInTheRepositoryOfItsTarget() {
    BuildSettings.DescriptorImpl build = new BuildSettings.DescriptorImpl();
    try (FakePlatform platform = new FakePlatform()) {
      platform.targets =
          List.of(
              target("staging", Optional.of(ImageName.parse("europe-docker.pkg.dev/p/apps"))),
              target("bare", Optional.empty()));
      assertEquals(Kind.OK, build.doCheckImage(ours, "shop", "staging").kind);
      assertEquals(Kind.ERROR, build.doCheckImage(ours, "UPPER", "staging").kind);
      assertEquals(Kind.OK, build.doCheckImage(ours, "apps/shop", "bare").kind);
      String missing = build.doCheckImage(ours, "shop", "bare").renderHtml();
      assertTrue(missing.contains("names no repository"), missing);
      assertEquals(Kind.ERROR, build.doCheckImage(ours, "shop", "").kind);
      for (String later : List.of("$TARGET", "not-there")) {
        assertEquals(Kind.OK, build.doCheckImage(ours, "shop", later).kind, later);
        assertEquals(Kind.ERROR, build.doCheckImage(ours, "UPPER", later).kind, later);
      }
    }
  }

  private static Target target(String name, Optional<ImageName> repository) {
    return new Target(
        new TargetName(name),
        Optional.of(new ProjectId("my-project")),
        List.of(new Region("europe-west1")),
        repository,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void substitutionsNeedABuildConfiguration() {
    BuildSettings.DescriptorImpl build = new BuildSettings.DescriptorImpl();
    FormValidation alone = build.doCheckCloudBuildConfig(ours, "", "_STAGE");
    assertEquals(Kind.ERROR, alone.kind);
    assertTrue(alone.renderHtml().contains("give cloudBuildConfig"), alone.renderHtml());
    assertEquals(Kind.OK, build.doCheckCloudBuildConfig(ours, "cloudbuild.yaml", "_STAGE").kind);
    assertEquals(Kind.OK, build.doCheckCloudBuildConfig(ours, "$FILE", "_STAGE").kind);
    assertEquals(Kind.OK, build.doCheckCloudBuildConfig(ours, "", "").kind);
    assertEquals(Kind.OK, build.doCheckCloudBuildConfig(ours, "", null).kind);
    assertEquals(Kind.ERROR, build.doCheckCloudBuildConfig(ours, "../x.yaml", "").kind);
    assertEquals(Kind.OK, build.doCheckCloudBuildConfig(item(false), "", "_STAGE").kind);
  }

  @Test
  void aValueWithAVariableIsKnownLater() {
    assertEquals(Kind.OK, deploy.doCheckService(ours, "Shop-$BRANCH").kind);
  }

  @Test
  void whoMayNotConfigureLearnsNothing() {
    assertEquals(Kind.OK, deploy.doCheckService(item(false), "NOT VALID").kind);
    assertEquals(Kind.OK, deploy.doCheckService(item(false), "").kind);
  }

  @Test
  void markupIsEscaped() {
    assertTrue(
        !deploy.doCheckService(ours, "<script>").renderHtml().contains("<script>"), "escaped");
  }
}
