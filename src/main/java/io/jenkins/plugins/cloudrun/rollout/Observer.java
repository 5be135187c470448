package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.Measurement;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Health;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers a query over the ports: reads only. */
final class Observer {
  /** For connection and answer of one check, when the gate sets no latency. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  private Observer() {}

  static Observation look(Rollout rollout, Query query, Session session, Instant now)
      throws Failure {
    CloudRun run = session.cloudRun();
    // The operation first: when it is done, the service that is read afterwards shows its effect.
    Optional<OperationState> operation = Optional.empty();
    if (query.operation().isPresent()) {
      operation = Optional.of(run.operation(rollout.key(), query.operation().get()));
    }
    Optional<ServiceState> service = run.service(rollout.key());
    Optional<RevisionState> revision =
        query.revision() ? run.revision(rollout.key(), rollout.revision()) : Optional.empty();
    Optional<ImageDigest> digest =
        query.image()
            ? Optional.of(session.images().resolve(rollout.plan().image()))
            : Optional.empty();
    Optional<Boolean> everyone =
        query.access() && service.isPresent()
            ? Optional.of(run.isPublic(rollout.key()))
            : Optional.empty();
    Optional<Measurement> measurement = Optional.empty();
    if (query.probe().isPresent() && service.isPresent()) {
      measurement = probe(query.probe().get(), service.get(), session.health());
    }
    List<String> logs = query.logs() ? logs(rollout, run) : List.of();
    return new Observation(
        now, true, service, revision, operation, digest, everyone, measurement, logs);
  }

  /** What cannot be read must not hide the rest of the explanation: the conditions say why. */
  private static List<String> logs(Rollout rollout, CloudRun run) {
    try {
      return run.logs(rollout.key(), rollout.revision(), Diagnosing.LOG_LINES);
    } catch (Failure e) {
      return List.of("(not to be had: " + e.explanation() + ")");
    }
  }

  private static Optional<Measurement> probe(Query.Probe probe, ServiceState service, Health health)
      throws Failure {
    Optional<URI> tag = Optional.ofNullable(service.tagUris().get(Split.CANDIDATE.value()));
    if (tag.isEmpty()) {
      return Optional.empty();
    }
    HttpGate gate = probe.gate();
    URI url = URI.create(tag.get().toString().replaceFirst("/$", "") + gate.path());
    Optional<String> audience =
        probe.token()
            ? service.customAudiences().stream()
                .findFirst()
                .or(() -> service.uri().map(URI::toString))
            : Optional.empty();
    Duration timeout = gate.latency().map(l -> l.plus(CHECK_TIMEOUT)).orElse(CHECK_TIMEOUT);
    try {
      return Optional.of(
          new Measurement(
              url, Optional.of(health.get(new Health.Request(url, audience, timeout))), ""));
    } catch (Failure.Transient e) {
      return Optional.of(new Measurement(url, Optional.empty(), e.explanation()));
    }
  }
}
