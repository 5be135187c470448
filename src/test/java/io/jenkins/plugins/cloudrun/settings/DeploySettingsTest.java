package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploySettingsTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final String IMAGE = "europe-docker.pkg.dev/my-project/apps/shop";

  /** What is needed, and nothing else. */
  private static Map<String, Object> least() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("service", "shop");
    arguments.put("image", IMAGE + ":" + SHA);
    arguments.put("project", "my-project");
    arguments.put("region", "europe-west1");
    return arguments;
  }

  private static DeploySettings with(Object... more) throws Exception {
    Map<String, Object> arguments = least();
    for (int i = 0; i < more.length; i += 2) {
      arguments.put((String) more[i], more[i + 1]);
    }
    return LightModel.instantiate(DeploySettings.class, arguments);
  }

  private static Plan plan(Object... more) throws Exception {
    return plan(with(more), Expander.NONE, Commits.UNKNOWN);
  }

  private static Plan plan(DeploySettings settings, Expander expander, Commits built) {
    return settings.toPlan(expander, built, People.UNKNOWN, TargetCircumstances.NONE);
  }

  private static String refusal(Object... more) throws Exception {
    DeploySettings settings = with(more);
    return assertThrows(
            InvalidValueException.class, () -> plan(settings, Expander.NONE, Commits.UNKNOWN))
        .getMessage();
  }

  @Test
  void theLeastIsAPlanWithAllDefaults() throws Exception {
    Plan plan = plan();
    assertEquals("shop", plan.service().value());
    assertEquals(List.of(new Region("europe-west1")), plan.regions());
    assertEquals(SHA, plan.commit().orElseThrow().value());
    assertEquals(Optional.empty(), plan.everyone());
    assertEquals(List.of(), plan.gates());
    assertEquals(List.of(), plan.canary());
    assertEquals(Plan.Traffic.ALL, plan.traffic());
    assertEquals(Plan.OnFailure.ROLLBACK, plan.onFailure());
    assertEquals(Plan.DEFAULT_TIME_LIMIT, plan.timeLimit());
    assertTrue(plan.revision().container().isEmpty());
    assertEquals(Optional.empty(), plan.account().credentialsId());
  }

  @Test
  void allParametersReachThePlan() throws Exception {
    Plan plan =
        plan(
            "env",
            Map.of("LIST", "a,b=c"),
            "secrets",
            Map.of("DB", "shop-db:3"),
            "labels",
            Map.of("team", "shop"),
            "cpu",
            "2",
            "memory",
            "1Gi",
            "concurrency",
            40,
            "timeout",
            "2m",
            "minInstances",
            1,
            "maxInstances",
            5,
            "serviceAccount",
            "run@my-project.iam.gserviceaccount.com",
            "port",
            9000,
            "command",
            List.of("/app"),
            "args",
            List.of("--x", ""),
            "allowUnauthenticated",
            true,
            "gates",
            List.of(http("/healthz")),
            "canary",
            List.of(Map.of("percent", 5, "bake", "10m"), Map.of("percent", 50)),
            "onFailure",
            "keep",
            "timeLimit",
            "3h",
            "credentialsId",
            "google",
            "impersonate",
            "deployer@my-project.iam.gserviceaccount.com");
    assertEquals(Map.of("LIST", "a,b=c"), plan.revision().container().env());
    assertEquals("shop-db:3", plan.revision().container().secrets().get("DB").toString());
    assertEquals(Map.of("team", "shop"), plan.revision().labels());
    assertEquals(Optional.of("2"), plan.revision().container().cpu());
    assertEquals(Optional.of("1Gi"), plan.revision().container().memory());
    assertEquals(OptionalInt.of(40), plan.revision().concurrency());
    assertEquals(Optional.of(Duration.ofMinutes(2)), plan.revision().timeout());
    assertEquals(OptionalInt.of(1), plan.revision().minInstances());
    assertEquals(OptionalInt.of(5), plan.revision().maxInstances());
    assertEquals(
        Optional.of("run@my-project.iam.gserviceaccount.com"), plan.revision().serviceAccount());
    assertEquals(OptionalInt.of(9000), plan.revision().container().port());
    assertEquals(Optional.of(List.of("/app")), plan.revision().container().command());
    assertEquals(Optional.of(List.of("--x", "")), plan.revision().container().args());
    assertEquals(Optional.of(true), plan.everyone());
    assertEquals(
        List.of(
            new HttpGate(
                "/healthz", 200, Optional.empty(), Optional.empty(), 1, Duration.ofMinutes(1))),
        plan.gates());
    assertEquals(
        List.of(
            new CanaryStep(new Percent(5), Duration.ofMinutes(10)),
            new CanaryStep(new Percent(50), Duration.ZERO)),
        plan.canary());
    assertEquals(Plan.OnFailure.KEEP, plan.onFailure());
    assertEquals(Duration.ofHours(3), plan.timeLimit());
    assertEquals(Optional.of("google"), plan.account().credentialsId());
    assertEquals(
        Optional.of("deployer@my-project.iam.gserviceaccount.com"), plan.account().impersonate());
  }

  private static UninstantiatedDescribable http(String path) {
    return new UninstantiatedDescribable(
        "http", null, Map.of(UninstantiatedDescribable.ANONYMOUS_KEY, path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "service|a2345678901234567890123456789012345678901234567890|50 characters",
        "service|''|service is missing",
        "image|''|image is missing",
        "image|shop:1|names no registry",
        "project|''|project is missing",
        "project|My Project|project",
        "region|''|region is missing",
        "region|Europe|such as europe-west1",
        "timeout|2 minutes|timeout: '2 minutes' is not a duration",
        "timeout|2h|between 1 s and 60 min",
        "timeLimit|soon|timeLimit: 'soon' is not a duration",
        "timeLimit|0s|timeLimit must be at least 1s",
        "cpu|two|cpu: 'two'",
        "memory|lots|memory: 'lots'",
        "traffic|some|'all', 'none'",
        "onFailure|panic|'rollback', 'keep'",
        "impersonate|deployer|impersonate: 'deployer' is not a service account",
        "serviceAccount|run account|serviceAccount: 'run account'"
      })
  void aRefusedTextNamesTheParameter(String name, String value, String message) throws Exception {
    String refusal = refusal(name, value);
    assertTrue(refusal.contains(message), refusal);
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() throws Exception {
    assertTrue(refusal("concurrency", 0).contains("concurrency is 0"));
    assertTrue(refusal("port", 70000).contains("Port 70000"));
    assertTrue(refusal("minInstances", 3, "maxInstances", 2).contains("minInstances (3)"));
  }

  @Test
  void canaryStepsAreBetweenOneAnd99AndAscend() throws Exception {
    assertTrue(refusal("canary", List.of(Map.of("percent", 0))).contains("between 1 and 99"));
    assertTrue(refusal("canary", List.of(Map.of("percent", 100))).contains("between 1 and 99"));
    assertTrue(
        refusal("canary", List.of(Map.of("percent", 50), Map.of("percent", 50)))
            .contains("must ascend"));
    assertTrue(
        refusal("canary", List.of(Map.of("percent", 5, "bake", "long"))).contains("canary.bake"));
    assertTrue(
        refusal("canary", List.of(Map.of("percent", 5)), "traffic", "none")
            .contains("leave canary out"));
  }

  @Test
  void aNameStandsInOnePlaceOnce() throws Exception {
    assertTrue(
        refusal("env", Map.of("DB", "x"), "secrets", Map.of("DB", "shop-db"))
            .contains("'DB' is in env and in secrets"));
    DeploySettings twice = with();
    twice.setEnv(List.of(new NameValue("A", "1"), new NameValue("A", "2")));
    assertTrue(
        assertThrows(InvalidValueException.class, () -> plan(twice, Expander.NONE, Commits.UNKNOWN))
            .getMessage()
            .contains("names 'A' twice"));
  }

  @Test
  void aRefusalNeverQuotesAVariablesValue() throws Exception {
    String refusal = refusal("env", Map.of("PORT", "hunter2", "OK", "hunter3"));
    assertTrue(refusal.contains("PORT"), refusal);
    assertFalse(refusal.contains("hunter"), refusal);
  }

  @Test
  void nullInAMapIsRefusedWhenThePlanIsMadeAndNotBefore() throws Exception {
    Map<String, Object> env = new LinkedHashMap<>();
    env.put("A", null);
    assertTrue(refusal("env", env).contains("'A' has no value"));
  }

  @Test
  void theSnippetIsFlatAndShowsOnlyWhatDiffers() throws Exception {
    DeploySettings settings =
        with(
            "env",
            Map.of("A", "b,c"),
            "gates",
            List.of(http("/healthz")),
            "canary",
            List.of(Map.of("percent", 5, "bake", "5m")),
            "traffic",
            "all",
            "onFailure",
            "rollback",
            "failBuild",
            true);
    Map<String, ?> shown = snippet(settings);
    assertEquals(
        List.of("service", "image", "project", "region", "gates", "canary", "env"),
        List.copyOf(shown.keySet()));
    assertEquals(Map.of("A", "b,c"), shown.get("env"));
    UninstantiatedDescribable gate =
        (UninstantiatedDescribable) ((List<?>) shown.get("gates")).get(0);
    assertEquals("http", gate.getSymbol());
    assertEquals(Map.of("path", "/healthz"), gate.getArguments());
    assertEquals("[{percent=5, bake=5m}]", shown.get("canary").toString());
  }

  private static Map<String, Object> snippet(DeploySettings settings) throws Exception {
    return Snippet.arguments(
        DeploySettings.class, LightModel.uninstantiate(settings).getArguments());
  }

  @Test
  void aSnippetMakesTheSamePlanAgain() throws Exception {
    DeploySettings settings =
        with(
            "env", Map.of("A", "b,c"),
            "secrets", Map.of("DB", "shop-db"),
            "allowUnauthenticated", false,
            "failBuild", false,
            "gates", List.of(http("/healthz")));
    DeploySettings again = LightModel.instantiate(DeploySettings.class, snippet(settings));
    assertEquals(
        plan(settings, Expander.NONE, Commits.UNKNOWN),
        plan(again, Expander.NONE, Commits.UNKNOWN));
    assertFalse(again.isFailBuild());
  }

  @Test
  void onlyAnExpanderExpands() throws Exception {
    DeploySettings settings = with("env", Map.of("V", "$N"), "service", "shop-$N");
    Plan plan = plan(settings, text -> text.replace("$N", "7"), Commits.UNKNOWN);
    assertEquals("shop-7", plan.service().value());
    assertEquals(Map.of("V", "7"), plan.revision().container().env());
  }
}
