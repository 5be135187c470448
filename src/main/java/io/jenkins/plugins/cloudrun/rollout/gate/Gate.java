package io.jenkins.plugins.cloudrun.rollout.gate;

/**
 * Something that a revision must satisfy before it gets (more) traffic. Open: a stored plan may
 * name a kind that this version does not know ({@link UnknownGate}).
 */
public interface Gate {
  /** The kind's name in a stored plan and in Pipelines, such as {@code http}. */
  String kind();

  /** One line for the log: what is checked. */
  String describe();
}
