package io.jenkins.plugins.cloudrun.rollout;

/**
 * Who wants to answer, as the place sees them that knows people: whether {@code Ada} and {@code
 * ada} are the same is its rule.
 */
public interface Approver {
  /** Whether it is known who it is: somebody who is not logged in may answer nothing. */
  boolean known();

  /** Whether this is the user with that id. */
  boolean is(String id);

  /** Whether the user is in that group. */
  boolean in(String group);
}
