package io.jenkins.plugins.cloudrun.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.DurableEngine;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.durable.Poller;
import io.jenkins.plugins.cloudrun.durable.Watcher;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import io.jenkins.plugins.cloudrun.rollout.Goal;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.RolloutBehaviour;
import io.jenkins.plugins.cloudrun.rollout.RolloutJson;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecords;
import io.jenkins.plugins.cloudrun.rollout.Shift;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traffic shifts and rollbacks against the emulator's services. */
class ShiftsOnCloudRunTest extends OnCloudRun {
  @TempDir Path home;
  private Session session;
  private int rollouts;

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

  private Settlement run(Plan plan) throws Exception {
    String id = "shift-" + ++rollouts;
    try (Poller poller = new Poller(Poller.DEFAULT_WORKERS, new Budget(() -> 6000));
        DurableEngine<Rollout> engine =
            new DurableEngine<>(
                new FileStore<>(home.resolve("rollouts"), new RolloutJson(Golden.PLAIN)),
                new RolloutBehaviour(
                    (origin, account) -> session,
                    Clock.systemUTC(),
                    new ServiceRecords(new Notes(home.resolve("services")))),
                poller,
                Clock.systemUTC())) {
      engine.start(
          Rollout.start(
              id, new Origin("team/shop", Optional.of(rollouts), "alice"), plan, Instant.now()));
      CompletableFuture<Settlement> end = new CompletableFuture<>();
      try (AutoCloseable watching =
          engine.watch(
              id,
              0,
              new Watcher() {
                @Override
                public void line(Entry entry, int position) {}

                @Override
                public void settled(Settlement settlement) {
                  end.complete(settlement);
                }
              })) {
        return end.get(120, TimeUnit.SECONDS);
      }
    }
  }

  private Plan deploy(ServiceKey key, String greeting) {
    return new Plan(
        key.project(),
        List.of(key.region()),
        key.service(),
        new Goal.Made(
            ImageReference.parse(image),
            Optional.empty(),
            Asked.settings(Asked.env(Map.of("GREETING", greeting))),
            Optional.of(true)),
        Shift.AT_ONCE,
        Duration.ofMinutes(2),
        new Account(Optional.of("key"), Optional.empty()),
        Policy.DEFAULT);
  }

  private Plan to(ServiceKey key, Optional<RevisionName> revision) {
    Plan plan = deploy(key, "unused");
    return new Plan(
        plan.project(),
        plan.regions(),
        plan.service(),
        Goal.back(revision),
        new Shift(
            List.of(
                new HttpGate(
                    "/", 200, Optional.empty(), Optional.empty(), 1, Duration.ofSeconds(20))),
            Plan.Traffic.ALL,
            List.of(new CanaryStep(new Percent(50), Duration.ZERO)),
            plan.onFailure()),
        plan.timeLimit(),
        plan.account(),
        plan.policy());
  }

  @Test
  void backToThePreviousRevisionAndForwardAgain() throws Exception {
    session = session();
    ServiceKey key = Asked.service("back");
    Settlement first = run(deploy(key, "one"));
    assertTrue(first.success(), first.message());
    Settlement second = run(deploy(key, "two"));
    assertTrue(second.success(), second.message());
    String one = String.valueOf(first.result().get("revision"));
    String two = String.valueOf(second.result().get("revision"));

    Settlement back = run(to(key, Optional.empty()));
    assertTrue(back.success(), back.message());
    assertEquals("100 % " + one, Split.text(now(key).traffic()));

    Settlement forward = run(to(key, Optional.of(new RevisionName(two))));
    assertTrue(forward.success(), forward.message());
    assertEquals("100 % LATEST", Split.text(now(key).traffic()));

    Settlement missing = run(to(key, Optional.of(new RevisionName("back-nothing"))));
    assertEquals("failed", missing.result().get("outcome"));
    assertTrue(
        missing.message().contains("has no revision 'back-nothing'. It has " + two),
        missing.message());
  }
}
