package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.gate.Verdict;
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
    ServiceRecord record) {

  Observation with(ServiceRecord learnt) {
    return new Observation(
        at, granted, ahead, service, revision, operation, digest, everyone, verdict, logs, learnt);
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
