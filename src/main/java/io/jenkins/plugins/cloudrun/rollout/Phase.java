package io.jenkins.plugins.cloudrun.rollout;

/**
 * Where a rollout stands in the current region. A phase says what it wants to see and decides from
 * that and from the plan; it never acts. Open: a stored rollout may name a phase that this version
 * does not know, and is then left alone.
 */
interface Phase {
  /** The phase's name in a stored rollout. */
  String kind();

  /** A few lower-case words: what is awaited. */
  String status(Rollout rollout);

  /** Whether users' traffic hangs on what is looked at: then a look goes before slow polls. */
  default boolean pressing(Rollout rollout) {
    return false;
  }

  Query query(Rollout rollout);

  Step decide(Rollout rollout, Observation seen);

  /** The phase after its effect was performed. */
  default Phase performed(String operation) {
    return this;
  }
}
