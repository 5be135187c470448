package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.LogSeverity;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import io.jenkins.plugins.cloudrun.rollout.Goal;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.RolloutBehaviour;
import io.jenkins.plugins.cloudrun.rollout.RolloutJson;
import io.jenkins.plugins.cloudrun.rollout.Shift;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.LogsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.MetricsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts whose gates ask for what users' requests really did to the emulator's services. */
class GatesOnCloudRunTest extends OnCloudRun {
  private static final Terms SOON =
      new Terms(
          Duration.ZERO,
          Optional.of(Duration.ofSeconds(1)),
          1,
          Duration.ZERO,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));
  private static final Gate METRICS =
      new MetricsGate(
          Optional.of(10.0),
          new TreeMap<>(Map.of(99, Duration.ofSeconds(30))),
          5,
          Duration.ofMinutes(4),
          Optional.empty(),
          Optional.of(20.0),
          SOON);
  private static final Gate LOGS = new LogsGate(LogSeverity.ERROR, 2, Duration.ofMinutes(5), SOON);
  private static final Gate HTTP =
      new HttpGate("/", 200, Optional.empty(), Optional.empty(), 2, Duration.ofSeconds(20));

  @TempDir Path home;

  private Session session() throws Exception {
    String api = rig.emulator().api().toString();
    RestCalls calls =
        new RestCalls(Asked.transport("access:" + Asked.DEPLOYER, Duration.ofSeconds(10)));
    Optional<URI> at = Optional.of(URI.create(api));
    Optional<URI> none = Optional.empty();
    Endpoints endpoints = new Endpoints(none, none, none, none, at).withMonitoring(at);
    Map<String, Object> parts =
        Map.of(
            "cloudRun", client,
            "images", (Images) reference -> new ImageDigest(rig.digest(image)),
            "metrics", new MonitoringReader(calls, endpoints),
            "logs", new EntryReader(calls, endpoints),
            "health",
                new HttpHealth(new SharedHttp(HttpClient::newBuilder), audience -> "none", true));
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> parts.get(method.getName()));
  }

  private Settlement deploy(ServiceKey key, String id, Map<String, String> env, Gate... gates)
      throws Exception {
    Plan plan =
        new Plan(
            key.project(),
            List.of(key.region()),
            key.service(),
            new Goal.Made(
                ImageReference.parse(image),
                Optional.empty(),
                Asked.settings(Asked.env(env)),
                Optional.of(true)),
            new Shift(
                List.of(gates),
                Plan.Traffic.ALL,
                List.of(new CanaryStep(new Percent(50), Duration.ofSeconds(3))),
                Plan.OnFailure.ROLLBACK),
            Duration.ofMinutes(3),
            new Account(Optional.of("key"), Optional.empty()),
            Policy.DEFAULT);
    Session session = session();
    try (Poller poller = new Poller(Poller.DEFAULT_WORKERS, new Budget(() -> 6000));
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                new FileStore<>(home.resolve(id), new RolloutJson(Golden.PLAIN)),
                new RolloutBehaviour((origin, account) -> session, Clock.systemUTC()),
                poller,
                Clock.systemUTC())) {
      engine.start(
          Rollout.start(
              id,
              new Origin("team/shop", Optional.of(1), "alice"),
              plan,
              Clock.systemUTC().instant()));
      for (int i = 0; i < 1800 && engine.find(id).orElseThrow().settlement().isEmpty(); i++) {
        Thread.sleep(100);
      }
      return engine.find(id).orElseThrow().settlement().orElseThrow();
    }
  }

  /** Users, as long as something runs. */
  private AutoCloseable users(ServiceKey key) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    URI page = now(key).uri().orElseThrow().resolve("/healthz");
    HttpClient client = HttpClient.newHttpClient();
    Thread users =
        new Thread(
            () -> {
              while (!over.get()) {
                try {
                  client.send(
                      HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
                  Thread.sleep(30);
                } catch (java.io.IOException | InterruptedException e) {
                  // The next one may be luckier.
                }
              }
            });
    users.setDaemon(true);
    users.start();
    return () -> over.set(true);
  }

  private static String text(Settlement end, String key) {
    return String.valueOf(end.result().get(key));
  }

  @Test
  void usersRequestsDecide() throws Exception {
    rig.emulator().monitoring().delays(Duration.ZERO, Duration.ZERO);
    ServiceKey key = Asked.service("gated");
    Settlement first = deploy(key, "first", Map.of("GREETING", "one"), HTTP);
    assertTrue(first.success(), first.message());
    try (AutoCloseable running = users(key)) {
      Settlement good = deploy(key, "good", Map.of("GREETING", "two"), HTTP, METRICS, LOGS);
      assertTrue(good.success(), good.message());
      String verdicts = text(good, "verdicts");
      assertTrue(verdicts.contains("stableRequests="), verdicts);
      assertTrue(verdicts.contains("latencyP99Ms="), verdicts);

      Settlement bad = deploy(key, "bad", Map.of("HEALTH", "bad"), HTTP, METRICS);
      assertEquals("rolled_back", text(bad, "outcome"), bad.message());
      assertTrue(bad.message().contains("%, allowed are 10 %"), bad.message());

      Settlement loud = deploy(key, "loud", Map.of("HEALTH", "bad"), HTTP, LOGS);
      assertEquals("rolled_back", text(loud, "outcome"), loud.message());
      assertTrue(loud.message().contains("was answered 500"), loud.message());
    }
    assertEquals(text(first, "service"), "gated");
  }
}
