package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.gate.Subject;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
import io.jenkins.plugins.cloudrun.rollout.port.CloudRun;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers a query over the ports: reads only. */
final class Observer {
  private Observer() {}

  /** The operation that is waited for, if there is one. */
  static Optional<OperationState> operation(Rollout rollout, Query query, Session session)
      throws Failure {
    return query.operation().isPresent()
        ? Optional.of(session.cloudRun().operation(rollout.key(), query.operation().get()))
        : Optional.empty();
  }

  /**
   * @param operation read before: when it is done, the service that is read now shows its effect
   */
  static Observation look(
      Rollout rollout,
      Query query,
      Optional<OperationState> operation,
      Session session,
      Instant now)
      throws Failure {
    CloudRun run = session.cloudRun();
    Optional<ServiceState> service = run.service(rollout.key());
    Optional<RevisionState> revision =
        query.revision() ? run.revision(rollout.key(), rollout.revision()) : Optional.empty();
    Optional<ImageDigest> digest =
        query.image()
            ? Optional.of(session.images().resolve(rollout.image().orElseThrow()))
            : Optional.empty();
    Optional<Boolean> everyone =
        query.access() && service.isPresent()
            ? Optional.of(run.isPublic(rollout.key()))
            : Optional.empty();
    Optional<Verdict> verdict = Optional.empty();
    if (query.question().isPresent() && service.isPresent()) {
      verdict = ask(rollout, query.question().get(), service.get(), session, now);
    }
    List<String> logs = query.logs() ? logs(rollout, run) : List.of();
    return new Observation(
        now,
        true,
        List.of(),
        service,
        revision,
        operation,
        digest,
        everyone,
        verdict,
        logs,
        ServiceRecord.EMPTY);
  }

  /** What cannot be read must not hide the rest of the explanation: the conditions say why. */
  private static List<String> logs(Rollout rollout, CloudRun run) {
    try {
      return run.logs(rollout.key(), rollout.revision(), Diagnosing.LOG_LINES);
    } catch (Failure e) {
      return List.of("(not to be had: " + e.explanation() + ")");
    }
  }

  /** A provider that fails is a verdict too: it has a budget of its own. */
  private static Optional<Verdict> ask(
      Rollout rollout,
      Query.Question question,
      ServiceState service,
      Session session,
      Instant now) {
    if (now.isBefore(question.notBefore())) {
      return Optional.empty();
    }
    Optional<String> audience =
        rollout.everyone().orElse(false)
            ? Optional.empty()
            : service.customAudiences().stream()
                .findFirst()
                .or(() -> service.uri().map(URI::toString));
    Subject subject =
        new Subject(
            rollout.key(),
            rollout.revision(),
            Endings.baseline(rollout).previous(),
            question.percent(),
            rollout.startedAt(),
            question.since(),
            now,
            Optional.ofNullable(service.tagUris().get(Split.CANDIDATE.value())),
            audience);
    try {
      return Optional.of(question.gate().look(subject, session));
    } catch (Failure e) {
      return Optional.of(Verdict.error(e));
    }
  }
}
