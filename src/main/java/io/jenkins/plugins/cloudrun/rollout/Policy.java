package io.jenkins.plugins.cloudrun.rollout;

import java.util.Optional;

/**
 * How a rollout meets others, and what was before it.
 *
 * @param concurrent what it does about another rollout of the same service
 * @param force whether an image is deployed that failed on the service before
 * @param approval a person's leave that is needed on the way
 * @param admission what the target asks that was named; a promotion has its own
 */
public record Policy(
    Concurrent concurrent,
    boolean force,
    Optional<Approval> approval,
    Optional<Admission> admission) {
  public static final Policy DEFAULT = new Policy(Concurrent.WAIT, false);

  /** Of a rollout to no target. */
  public Policy(Concurrent concurrent, boolean force, Optional<Approval> approval) {
    this(concurrent, force, approval, Optional.empty());
  }

  /** Without an approval. */
  public Policy(Concurrent concurrent, boolean force) {
    this(concurrent, force, Optional.empty());
  }

  /** What a rollout does when another one of the same service is under way. */
  public enum Concurrent {
    /** It waits for its turn, first come first served. */
    WAIT,
    /** It asks those before it to put back what they changed, and waits for their end. */
    SUPERSEDE,
    /** It ends at once and says who has the service. */
    FAIL
  }
}
