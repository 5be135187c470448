package io.jenkins.plugins.cloudrun.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.emulator.LoopbackCloud;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.gcp.Endpoints;
import io.jenkins.plugins.cloudrun.gcp.GoogleSessions;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import io.jenkins.plugins.cloudrun.image.BackgroundCopies;
import io.jenkins.plugins.cloudrun.image.registry.RegistryClient;
import io.jenkins.plugins.cloudrun.image.registry.TokenAudience;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.net.BackgroundPool;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.Goal;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy;
import io.jenkins.plugins.cloudrun.rollout.Promotion;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.Rulebook;
import io.jenkins.plugins.cloudrun.rollout.Shift;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Two clouds with a project, an account and a registry each; the engine and client are real. */
class PromotionsBetweenCloudsTest {
  private static final Region REGION = new Region("europe-west1");
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final TargetName DEV = new TargetName("dev");
  private static final TargetName PROD = new TargetName("prod");
  private static final HttpGate GATE =
      new HttpGate("/healthz", 200, Optional.empty(), Optional.empty(), 1, Duration.ofSeconds(60));

  @TempDir Path folder;
  private final List<String> log = new ArrayList<>();

  private LoopbackCloud cloud(String name, String number) throws Exception {
    Options usual = Options.in(folder.resolve(name));
    return LoopbackCloud.start(
        new Options(
            usual.data(),
            name + "-project",
            number,
            usual.regions(),
            List.of("deployer@" + name + "-project.iam.gserviceaccount.com"),
            usual.ports(),
            usual.reconcileDelay(),
            Duration.ofSeconds(120),
            usual.hostPaths()));
  }

  private static GoogleSessions sessions(LoopbackCloud cloud) {
    String project = cloud.emulator().options().project();
    String key = cloud.serviceAccountKey("deployer@" + project + ".iam.gserviceaccount.com");
    Optional<java.net.URI> none = Optional.empty();
    GoogleSettings settings =
        new GoogleSettings(
            new Endpoints(
                Optional.of(cloud.api()),
                Optional.of(cloud.tokens().tokenUri()),
                Optional.of(cloud.tokens().uri()),
                none,
                Optional.of(cloud.api()),
                none,
                none,
                none),
            false,
            List.of(cloud.registryHost()),
            true);
    return new GoogleSessions((origin, id) -> key, () -> settings, HttpClient::newBuilder);
  }

  private static Account account(String id) {
    return new Account(Optional.of(id), Optional.empty());
  }

  private static Goal made(ImageReference image, RevisionSettings settings) {
    return new Goal.Made(image, Optional.empty(), settings, Optional.of(true));
  }

  private static Plan plan(String target, Goal goal) {
    return new Plan(
        new ProjectId(target + "-project"),
        List.of(REGION),
        SHOP,
        goal,
        new Shift(List.of(GATE), Plan.Traffic.ALL, List.of(), Plan.OnFailure.ROLLBACK),
        Duration.ofMinutes(5),
        account(target),
        Policy.DEFAULT);
  }

  private Settlement run(Engines engines, String id, Plan plan) throws Exception {
    engines
        .rollouts()
        .start(
            Rollout.start(id, new Origin("team/shop", Optional.of(1), "ada"), plan, Instant.now()));
    CompletableFuture<Settlement> end = new CompletableFuture<>();
    Watcher watcher =
        new Watcher() {
          @Override
          public void line(Entry entry, int position) {
            log.add(entry.text());
          }

          @Override
          public void settled(Settlement settlement) {
            end.complete(settlement);
          }
        };
    try (AutoCloseable watching = engines.rollouts().watch(id, 0, watcher)) {
      Settlement settlement = end.get(5, TimeUnit.MINUTES);
      assertTrue(settlement.success(), settlement.message() + log);
      return settlement;
    }
  }

  @Test
  void theDigestIsTheSameAndTheOthersSettingsAreItsOwn() throws Exception {
    ExecutorService pool = BackgroundPool.pool();
    try (LoopbackCloud dev = cloud("dev", "111111111111");
        LoopbackCloud prod = cloud("prod", "222222222222");
        GoogleSessions there = sessions(dev);
        GoogleSessions here = sessions(prod)) {
      Map<String, GoogleSessions> all = Map.of("dev", there, "prod", here);
      BackgroundCopies copies =
          new BackgroundCopies(() -> pool, (origin, account) -> registry(all, origin, account));
      try (Engines engines =
          new Engines(
              folder.resolve("jenkins"),
              Golden.PLAIN,
              (origin, account) ->
                  all.get(account.credentialsId().orElseThrow()).open(origin, account),
              new Budget(() -> 6000),
              Clock.systemUTC(),
              copies,
              Rulebook.UNCHANGED)) {
        run(
            engines,
            "d-1",
            plan("dev", made(FickleImage.push(dev, folder, "new"), settings("dev", 3))));
        run(
            engines,
            "d-2",
            plan("prod", made(FickleImage.push(prod, folder, "old"), settings("prod", 7))));
        prod.registry().journal().clear();
        Settlement end = run(engines, "p-1", plan("prod", promotion(dev, prod)));

        Map<String, Object> before = container(template(there, "dev"));
        Map<String, Object> template = template(here, "prod");
        Map<String, Object> after = container(template);
        assertEquals(digest(before), digest(after));
        assertEquals(end.result().get("digest"), digest(after));
        assertEquals(List.of(Map.of("name", "STAGE", "value", "prod")), after.get("env"));
        assertEquals(7, template.get("maxInstanceRequestConcurrency"));
        assertTrue(
            String.valueOf(after.get("image")).startsWith(prod.registryHost() + "/prod-project/"),
            after.toString());
        // All of it came over the wire but what the other registry had.
        assertTrue(prod.registry().journal().uploads() > 0);
        assertEquals(0, prod.registry().journal().mounts());
        assertEquals(2, engines.audit().latest(10, entry -> true).size());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** The template of the service, from the file that an export writes. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> template(Sessions google, String target) throws Failure {
    ServiceKey key = new ServiceKey(new ProjectId(target + "-project"), REGION, SHOP);
    String yaml =
        google
            .open(new Origin("team/shop", Optional.of(1), "ada"), account(target))
            .manifests()
            .export(key)
            .orElseThrow();
    Map<String, Object> service = new Yaml().load(yaml);
    assertTrue(Collections.disjoint(service.keySet(), Set.of("etag", "uid", "conditions", "uri")));
    return (Map<String, Object>) service.get("template");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> container(Map<String, Object> template) {
    return ((List<Map<String, Object>>) template.get("containers")).get(0);
  }

  private static String digest(Map<String, Object> container) {
    return ImageReference.parse(String.valueOf(container.get("image")))
        .digest()
        .orElseThrow()
        .value();
  }

  private static RegistryClient registry(
      Map<String, GoogleSessions> all, Origin origin, Account account) throws Failure {
    GoogleSessions google = all.get(account.credentialsId().orElseThrow());
    return new RegistryClient(
        HttpClient.newBuilder(),
        new TokenAudience(google.registryToken(origin, account).hosts()),
        () -> google.registryToken(origin, account));
  }

  private static RevisionSettings settings(String stage, int concurrency) {
    return new RevisionSettings(
        new io.jenkins.plugins.cloudrun.model.ContainerSettings(
            Map.of("STAGE", stage),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty()),
        OptionalInt.of(concurrency),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Map.of());
  }

  private static Promotion promotion(LoopbackCloud dev, LoopbackCloud prod) {
    return new Promotion(
        DEV,
        PROD,
        List.of(new ServiceKey(new ProjectId("dev-project"), REGION, SHOP)),
        account("dev"),
        Optional.of(ImageName.parse(dev.registryHost() + "/dev-project/apps")),
        Optional.of(ImageName.parse(prod.registryHost() + "/prod-project/apps")),
        Optional.empty(),
        List.of(DEV, PROD),
        new Rules(List.of("http"), Optional.empty(), List.of(), List.of()),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
