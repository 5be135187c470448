package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.job.JobPlan;
import io.jenkins.plugins.cloudrun.model.Defaults;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.DatedFreeze;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.Admission;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The parameter {@code target}: what it brings, and what wins over it. */
class TargetParameterTest {
  private static final WorkloadIdentityProvider PROVIDER =
      new WorkloadIdentityProvider(
          "projects/1/locations/global/workloadIdentityPools/jenkins/providers/jenkins");
  private static final Target STAGING =
      new Target(
          new TargetName("staging"),
          Optional.of(new ProjectId("stage-project")),
          List.of(new Region("europe-west1"), new Region("us-central1")),
          Optional.of(ImageName.parse("europe-docker.pkg.dev/stage-project/apps")),
          Optional.of("google-stage"),
          Optional.of(PROVIDER),
          Optional.of("deployer@stage-project.iam.gserviceaccount.com"),
          Optional.of("run@stage-project.iam.gserviceaccount.com"));
  private static final Target BARE = Target.named(new TargetName("bare"));
  private static final Defaults DEFAULTS =
      new Defaults(
          Optional.of(new ProjectId("default-project")),
          Optional.of(new Region("asia-east1")),
          Optional.of("google-default"),
          Optional.of(Duration.ofHours(2)));
  private static final Expander HERE =
      new Expander.InItem(
          text -> text.replace("$STAGE", "staging"), List.of(STAGING, BARE), DEFAULTS);

  private static Plan plan(Consumer<DeploySettings> more) {
    DeploySettings settings = new DeploySettings("shop");
    settings.setImage("europe-docker.pkg.dev/my-project/apps/shop:1.4");
    more.accept(settings);
    return settings.toPlan(HERE, Commits.UNKNOWN, People.UNKNOWN, TargetCircumstances.NONE);
  }

  private static String image(String image, Consumer<BuildSettings> more) {
    BuildSettings settings = new BuildSettings(image);
    more.accept(settings);
    return settings.toRequest(HERE, "").name().toString();
  }

  @Test
  void bringsAllThatTheStepDoesNotSay() {
    Plan plan = plan(settings -> settings.setTarget("staging"));
    assertEquals(new ProjectId("stage-project"), plan.project());
    assertEquals(STAGING.regions(), plan.regions());
    assertEquals(
        new Account(Optional.of("google-stage"), STAGING.impersonate(), Optional.of(PROVIDER)),
        plan.account());
    assertEquals(STAGING.serviceAccount(), plan.revision().serviceAccount());
    assertEquals(Duration.ofHours(2), plan.timeLimit());
  }

  @Test
  void losesAgainstWhatTheStepSays() {
    Plan plan =
        plan(
            settings -> {
              settings.setTarget("$STAGE");
              settings.setProject("my-project");
              settings.setRegion("europe-west4");
              settings.setCredentialsId("mine");
              settings.setServiceAccount("mine@my-project.iam.gserviceaccount.com");
              settings.setTimeLimit("1h");
            });
    assertEquals(new ProjectId("my-project"), plan.project());
    assertEquals(List.of(new Region("europe-west4")), plan.regions());
    // A provider belongs to its credential; whom to impersonate does not.
    assertEquals(new Account(Optional.of("mine"), STAGING.impersonate()), plan.account());
    assertEquals(
        Optional.of("mine@my-project.iam.gserviceaccount.com"), plan.revision().serviceAccount());
    assertEquals(Duration.ofHours(1), plan.timeLimit());
  }

  @Test
  void leavesTheRestToTheDefaults() {
    for (String target : new String[] {"bare", null}) {
      Plan plan = plan(settings -> settings.setTarget(target));
      assertEquals(new ProjectId("default-project"), plan.project());
      assertEquals(List.of(new Region("asia-east1")), plan.regions());
      assertEquals(new Account(Optional.of("google-default"), Optional.empty()), plan.account());
    }
  }

  @Test
  void mustBeThere() {
    InvalidValueException refused =
        assertThrows(
            InvalidValueException.class, () -> plan(settings -> settings.setTarget("prod")));
    assertEquals(
        "There is no target 'prod'. Known here are 'staging', 'bare'.", refused.getMessage());
    DeploySettings settings = new DeploySettings("shop");
    settings.setTarget("prod");
    refused = assertThrows(InvalidValueException.class, () -> settings.targetName(Expander.NONE));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("and none at all: describe targets under"),
        refused::toString);
  }

  @Test
  void saysItsNameForWhatRemembersIt() {
    DeploySettings settings = new DeploySettings("shop");
    assertEquals(Optional.empty(), settings.targetName(HERE));
    settings.setTarget("$STAGE");
    assertEquals(Optional.of(new TargetName("staging")), settings.targetName(HERE));
  }

  @Test
  void jobNeedsOneOfItsRegions() {
    JobSettings settings = new JobSettings("migrate");
    settings.setTarget("staging");
    String message =
        String.valueOf(
            assertThrows(InvalidValueException.class, () -> settings.toPlan(HERE)).getMessage());
    assertTrue(
        message.contains("the target 'staging' has several")
            && message.contains("europe-west1, us-central1"),
        message);
    settings.setRegion("us-central1");
    JobPlan plan = settings.toPlan(HERE);
    assertEquals(new Region("us-central1"), plan.key().region());
    // The account alone is no reason to change a job that is only to be run.
    assertEquals(Optional.empty(), plan.settings());
  }

  @Test
  void completesTheNameOfAnImage() {
    assertEquals(
        "europe-docker.pkg.dev/stage-project/apps/shop",
        image("shop", settings -> settings.setTarget("staging")));
    assertEquals(
        "europe-docker.pkg.dev/stage-project/apps/team/shop",
        image("team/shop", settings -> settings.setTarget("staging")));
    assertEquals(
        "gcr.io/other/shop", image("gcr.io/other/shop", settings -> settings.setTarget("staging")));
    assertEquals(
        "asia-east1-docker.pkg.dev/default-project/apps/shop",
        image("apps/shop", settings -> settings.setTarget("bare")));
    InvalidValueException refused =
        assertThrows(
            InvalidValueException.class,
            () -> image("shop", settings -> settings.setTarget("bare")));
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith("or say it in the target 'bare', which names no repository."),
        refused::toString);
  }

  private static final RequiredApproval TWO =
      new RequiredApproval(2, List.of("managers"), new NotBy(true, false), Duration.ofHours(8));

  /** Whose target asks for two people, and is frozen by name. */
  private static final TargetCircumstances STRICT =
      new TargetCircumstances() {
        @Override
        public PromotionTerms terms(TargetName to) {
          return new PromotionTerms(
              new Rules(
                  List.of("http"),
                  Optional.of(TWO),
                  List.of(DatedFreeze.parse("", "2000-01-01", "2100-01-01", "UTC")),
                  List.of()),
              List.of(),
              List.of());
        }

        @Override
        public FreezeOverride override(String reason) {
          return new FreezeOverride("carol", reason);
        }
      };

  private static Policy policy(Consumer<DeploySettings> more) {
    DeploySettings settings = new DeploySettings("shop");
    settings.setImage("europe-docker.pkg.dev/my-project/apps/shop:1.4");
    settings.setTarget("staging");
    more.accept(settings);
    return settings.toPlan(HERE, Commits.UNKNOWN, People.UNKNOWN, STRICT).policy();
  }

  @Test
  void bringsWhatTheTargetAsksBeforeTrafficChanges() {
    Policy policy = policy(settings -> settings.setOverride("a leak"));
    assertEquals(2, policy.approval().orElseThrow().count());
    Admission admission = policy.admission().orElseThrow();
    assertEquals(new TargetName("staging"), admission.target());
    assertEquals("carol", admission.override().orElseThrow().by());
    assertEquals(1, admission.rules().freezes().size());
  }

  @Test
  void knowsWhatTheTargetAsksWithoutTrafficToo() {
    // A service that is not there yet gives its first revision all of it.
    Policy policy = policy(settings -> settings.setTraffic("none"));
    assertTrue(policy.admission().isPresent() && policy.approval().isPresent(), policy.toString());
  }

  @Test
  void refusesAReasonThatFillsTheAuditLog() {
    String refused =
        assertThrows(
                InvalidValueException.class,
                () -> policy(settings -> settings.setOverride("x".repeat(501))))
            .getMessage();
    assertEquals("override is longer than 500 characters: say it in fewer.", refused);
  }

  @Test
  void refusesToOverrideTheFreezeOfNoTarget() {
    String refused =
        assertThrows(
                InvalidValueException.class,
                () ->
                    policy(
                        settings -> {
                          settings.setTarget(null);
                          settings.setOverride("a leak");
                        }))
            .getMessage();
    assertTrue(refused.contains("no target is named"), refused);
  }
}
