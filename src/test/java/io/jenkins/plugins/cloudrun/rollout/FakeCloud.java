package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Crash;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Logs;
import io.jenkins.plugins.cloudrun.rollout.port.Metrics;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Cloud Run in memory behind the engine's ports: one service a region, operations that take a few
 * looks, effects that can be cut off.
 */
final class FakeCloud implements Sessions, RolloutSession, CloudRun, Images, Health {
  static final ImageDigest DIGEST = new ImageDigest("sha256:" + "a".repeat(64));

  /** A service in memory. */
  static final class Service {
    long generation;
    List<Target> traffic = List.of(Target.LATEST_ALL);
    final List<RevisionName> revisions = new ArrayList<>();
    final List<RevisionName> broken = new ArrayList<>();
    int looksUntilDone;
    String lastModifier = "jenkins@example.iam";
    Map<String, String> parts = Map.of("image", "a", "labels", "a");
    String image = "image";
    Map<String, String> labels = Map.of();
    Optional<String> serviceAccount = Optional.empty();

    Optional<RevisionName> latestReady() {
      return revisions.stream().filter(r -> !broken.contains(r)).reduce((a, b) -> b);
    }
  }

  final Map<ServiceKey, Service> services = new LinkedHashMap<>();
  final Map<String, ServiceKey> operations = new HashMap<>();
  final List<String> effects = new ArrayList<>();
  final Deque<Failure> nextApply = new ArrayDeque<>();
  Crash.At afterEffect = new Crash.At(0);
  Crash.At gone = new Crash.At(0);
  boolean newRevisionsFail;
  boolean operationsTell; // that a revision fails, by their error, as in Cloud Run
  String failingRegion = "";
  boolean imageMissing;
  boolean logsDenied;
  int status = 200;
  final FakeTelemetry telemetry = new FakeTelemetry();
  boolean everyone;

  /** The builds whose rollouts looked at anything outside, a row for each look. */
  final List<Integer> lookers = new ArrayList<>();

  final List<RevisionName> trafficOnUnhealthy = new ArrayList<>();

  @Override
  public synchronized Session open(Origin origin, Account account) {
    alive();
    origin.run().ifPresent(lookers::add);
    return this;
  }

  private void alive() {
    if (gone.happened() || afterEffect.happened()) {
      afterEffect.pass("gone");
      gone.pass("gone");
    }
  }

  @Override
  public CloudRun cloudRun() {
    return this;
  }

  @Override
  public Images images() {
    return this;
  }

  @Override
  public Health health() {
    return this;
  }

  @Override
  public Metrics metrics() {
    return telemetry;
  }

  @Override
  public Logs logs() {
    return telemetry;
  }

  @Override
  public ImageDigest resolve(ImageReference image) throws Failure {
    if (imageMissing) {
      throw new Failure.Permanent(
          Failure.Reason.NOT_FOUND, "There is no image " + image + ".", null);
    }
    return DIGEST;
  }

  @Override
  public synchronized Optional<ServiceState> service(ServiceKey key) {
    alive();
    Service service = services.get(key);
    if (service == null) {
      return Optional.empty();
    }
    boolean moving = service.looksUntilDone > 0;
    if (moving) {
      service.looksUntilDone--;
    }
    RevisionName created = service.revisions.get(service.revisions.size() - 1);
    boolean failed = service.broken.contains(created);
    Condition ready =
        new Condition(
            "Ready",
            moving
                ? Condition.State.PENDING
                : failed ? Condition.State.FAILED : Condition.State.SUCCEEDED,
            failed ? "HEALTH_CHECK_CONTAINER_ERROR" : "",
            failed ? "Revision '" + created + "' is not ready and cannot serve traffic." : "");
    Map<String, URI> tags = new HashMap<>();
    service.traffic.forEach(
        t ->
            t.tag()
                .ifPresent(
                    tag ->
                        tags.put(
                            tag.value(),
                            URI.create("https://" + tag + "---" + key.service() + ".a.run.app"))));
    return Optional.of(
        new ServiceState(
            key,
            "etag-" + service.generation,
            service.generation,
            service.lastModifier,
            moving,
            ready,
            List.of(),
            Optional.of(created),
            service.latestReady(),
            service.traffic,
            Optional.of(URI.create("https://" + key.service() + ".a.run.app")),
            tags,
            false,
            List.of(),
            service.parts,
            service.parts));
  }

  @Override
  public synchronized Optional<RevisionState> revision(ServiceKey key, RevisionName name) {
    alive();
    Service service = services.get(key);
    if (service == null || !service.revisions.contains(name)) {
      return Optional.empty();
    }
    boolean failed = service.broken.contains(name);
    Condition ready =
        new Condition(
            "Ready",
            service.looksUntilDone > 0
                ? Condition.State.PENDING
                : failed ? Condition.State.FAILED : Condition.State.SUCCEEDED,
            "",
            failed ? "it exited" : "");
    return Optional.of(new RevisionState(name, service.image, false, List.of(ready), ""));
  }

  @Override
  public synchronized String apply(ServiceChange change) throws Failure {
    alive();
    if (!nextApply.isEmpty()) {
      throw nextApply.pop();
    }
    Service service = services.get(change.key());
    String etag = service == null ? "" : "etag-" + service.generation;
    if (!change.etag().orElse("").equals(etag)) {
      throw new Failure.Permanent(Failure.Reason.CONFLICT, "Conflict for resource.", null);
    }
    if (service == null) {
      service = new Service();
      services.put(change.key(), service);
    }
    Service changed = service;
    changed.generation++;
    changed.looksUntilDone = 2;
    change
        .revision()
        .ifPresent(
            r -> {
              if (changed.revisions.contains(r.name())) {
                throw new AssertionError("revision made twice: " + r.name());
              }
              changed.revisions.add(r.name());
              changed.image = r.image().toString();
              changed.labels = r.settings().labels();
              changed.serviceAccount = r.settings().serviceAccount();
              if (newRevisionsFail || change.key().region().value().equals(failingRegion)) {
                changed.broken.add(r.name());
              }
            });
    changed.traffic = Split.normalised(change.traffic());
    int sum = changed.traffic.stream().mapToInt(t -> t.percent().value()).sum();
    if (sum != 100) {
      throw new AssertionError("traffic sums to " + sum);
    }
    String operation = "op-" + effects.size();
    operations.put(operation, change.key());
    effects.add(
        (change.revision().isPresent() ? "deploy " : "traffic ") + Split.text(changed.traffic));
    afterEffect.pass("after " + operation);
    return operation;
  }

  @Override
  public synchronized OperationState operation(ServiceKey key, String name) {
    alive();
    Service service = services.get(key);
    boolean done = service == null || service.looksUntilDone == 0;
    if (!done) {
      service.looksUntilDone--;
    }
    boolean told = done && operationsTell && newRevisionsFail;
    return new OperationState(
        done, told ? Optional.of("The container failed to start.") : Optional.empty());
  }

  @Override
  public synchronized boolean isPublic(ServiceKey key) {
    return everyone;
  }

  @Override
  public synchronized void setPublic(ServiceKey key, boolean all) {
    alive();
    everyone = all;
    effects.add("public " + all);
    afterEffect.pass("after setPublic");
  }

  @Override
  public List<String> logs(ServiceKey key, RevisionName revision, int atMost) throws Failure {
    if (logsDenied) {
      throw new Failure.Permanent(Failure.Reason.DENIED, "No roles/logging.viewer.", null);
    }
    return List.of("cannot reach the database");
  }

  @Override
  public synchronized Answer get(Request request) {
    alive();
    return new Answer(status, Duration.ofMillis(12), "ok");
  }
}
