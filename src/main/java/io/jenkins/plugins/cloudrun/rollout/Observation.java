package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
import io.jenkins.plugins.cloudrun.rollout.port.ImageCopies;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a look showed: the parts that the phase's {@link Query} asked for, the others empty.
 *
 * @param at when
 * @param granted whether the rollout has the service to itself
 * @param ahead those that have it or wait for it before this one
 * @param everyone whether the service is public
 * @param verdict of the gate that was asked; empty too before its time
 * @param record what earlier rollouts have learnt of the service; for a phase that prepares
 * @param logs oldest first; empty when they could not be read
 * @param rules of the target that something is promoted to, as they are now
 * @param sources what serves where it comes from
 * @param copy how far the copy of its image is
 */
record Observation(
    Instant at,
    boolean granted,
    List<Rollout> ahead,
    Optional<ServiceState> service,
    Optional<RevisionState> revision,
    Optional<OperationState> operation,
    Optional<ImageDigest> digest,
    Optional<Boolean> everyone,
    Optional<Verdict> verdict,
    List<String> logs,
    ServiceRecord record,
    Optional<Rules> rules,
    Optional<Sources> sources,
    Optional<ImageCopies.State> copy) {

  /** What the ports showed of the service. */
  Observation(
      Instant at,
      boolean granted,
      List<Rollout> ahead,
      Optional<ServiceState> service,
      Optional<RevisionState> revision,
      Optional<OperationState> operation,
      Optional<ImageDigest> digest,
      Optional<Boolean> everyone,
      Optional<Verdict> verdict,
      List<String> logs,
      ServiceRecord record) {
    this(
        at,
        granted,
        ahead,
        service,
        revision,
        operation,
        digest,
        everyone,
        verdict,
        logs,
        record,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Observation with(ServiceRecord learnt, Optional<Rules> now) {
    return new Observation(
        at, granted, ahead, service, revision, operation, digest, everyone, verdict, logs, learnt,
        now, sources, copy);
  }

  /** Of a promotion's way here. */
  static Observation passage(
      Instant at,
      Optional<Rules> rules,
      Optional<Sources> sources,
      Optional<ImageCopies.State> copy) {
    return new Observation(
        at,
        true,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        ServiceRecord.EMPTY,
        rules,
        sources,
        copy);
  }

  /** Without a look outside. */
  static Observation of(Instant at, boolean granted) {
    return queued(at, granted, List.of());
  }

  /** Of the queue alone. */
  static Observation queued(Instant at, boolean granted, List<Rollout> ahead) {
    return new Observation(
        at,
        granted,
        List.copyOf(ahead),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        ServiceRecord.EMPTY);
  }
}
