package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import java.time.Instant;
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
 * @param question a gate to ask
 * @param logs whether the new revision's last log lines are wanted
 */
record Query(
    boolean outside,
    boolean image,
    boolean revision,
    Optional<String> operation,
    boolean access,
    Optional<Question> question,
    boolean logs) {
  /** Nothing: the decision needs the plan and the clock alone. */
  static final Query NOTHING =
      new Query(false, false, false, Optional.empty(), false, Optional.empty(), false);

  /** What a promotion wants to know: the source, or how far a copy is; not the service. */
  static final Query PASSAGE =
      new Query(true, false, false, Optional.empty(), false, Optional.empty(), false);

  /** The service alone. */
  static final Query SERVICE =
      new Query(true, false, false, Optional.empty(), false, Optional.empty(), false);

  Query withImage() {
    return new Query(outside, true, revision, operation, access, question, logs);
  }

  Query withRevision() {
    return new Query(outside, image, true, operation, access, question, logs);
  }

  Query withOperation(Optional<String> name) {
    return new Query(outside, image, revision, name, access, question, logs);
  }

  Query withAccess() {
    return new Query(outside, image, revision, operation, true, question, logs);
  }

  Query withQuestion(Question asked) {
    return new Query(outside, image, revision, operation, access, Optional.of(asked), logs);
  }

  /**
   * A gate to ask.
   *
   * @param percent of the traffic that the new revision has
   * @param since when it got them
   * @param notBefore a look before that asks nothing
   */
  record Question(Gate gate, int percent, Instant since, Instant notBefore) {}

  Query withLogs() {
    return new Query(outside, image, revision, operation, access, question, true);
  }
}
