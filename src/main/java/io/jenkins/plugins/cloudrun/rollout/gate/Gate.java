package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Providers;

/**
 * Something that a revision must satisfy before it gets (more) traffic. Open: a stored plan may
 * name a kind that this version does not know ({@link UnknownGate}).
 */
public interface Gate {
  /** The kind's name in a stored plan and in Pipelines, such as {@code http}. */
  String kind();

  /** One line for the log: what is checked. */
  String describe();

  /** When and how often it is asked, and how long each verdict but healthy is borne. */
  Terms terms();

  /**
   * Whether it can say anything at a share of the traffic.
   *
   * @param percent that the new revision has
   */
  default boolean asks(int percent) {
    return true;
  }

  /**
   * Asks its one provider, and judges what that answered: reads only.
   *
   * @throws Failure when the provider could not be asked; that says nothing about the revision
   */
  Verdict look(Subject subject, Providers providers) throws Failure;
}
