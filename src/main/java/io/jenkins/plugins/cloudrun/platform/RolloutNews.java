package io.jenkins.plugins.cloudrun.platform;

import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.rollout.Rollout;

/**
 * Told of a build's rollouts while the build looks on. Called in the order of the events, one at a
 * time for a rollout, on a thread that may wait; what it throws is logged and changes nothing.
 */
public interface RolloutNews extends ExtensionPoint {
  /**
   * A part of the rollout has begun.
   *
   * @param page the rollout's page in Jenkins, absolute where the address of Jenkins is known
   * @param what has begun, one line for people
   */
  void begun(Run<?, ?> run, Rollout rollout, String page, String what, TaskListener log);

  /** The rollout has ended. */
  void ended(
      Run<?, ?> run, Rollout rollout, String page, Durable.Settlement settlement, TaskListener log);
}
