package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import java.util.Optional;

/**
 * What a phase wants to see before it decides. The service itself is always looked at, once the
 * rollout has its turn.
 *
 * @param outside whether anything outside is to be looked at, at all
 * @param image whether the plan's image is to be resolved to its digest
 * @param revision whether the new revision is to be read
 * @param operation an operation to look at
 * @param access whether to find out if the service is public
 * @param probe a check to make on the new revision's own URL
 * @param logs whether the new revision's last log lines are wanted
 */
record Query(
    boolean outside,
    boolean image,
    boolean revision,
    Optional<String> operation,
    boolean access,
    Optional<Probe> probe,
    boolean logs) {
  /** Nothing: the decision needs the plan and the clock alone. */
  static final Query NOTHING =
      new Query(false, false, false, Optional.empty(), false, Optional.empty(), false);

  /** The service alone. */
  static final Query SERVICE =
      new Query(true, false, false, Optional.empty(), false, Optional.empty(), false);

  Query withImage() {
    return new Query(outside, true, revision, operation, access, probe, logs);
  }

  Query withRevision() {
    return new Query(outside, image, true, operation, access, probe, logs);
  }

  Query withOperation(Optional<String> name) {
    return new Query(outside, image, revision, name, access, probe, logs);
  }

  Query withAccess() {
    return new Query(outside, image, revision, operation, true, probe, logs);
  }

  Query withProbe(HttpGate gate, boolean everyone) {
    return new Query(
        outside, image, revision, operation, access, Optional.of(new Probe(gate, !everyone)), logs);
  }

  /**
   * A check to make.
   *
   * @param token whether to send an identity token
   */
  record Probe(HttpGate gate, boolean token) {}

  Query withLogs() {
    return new Query(outside, image, revision, operation, access, probe, true);
  }
}
