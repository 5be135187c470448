package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import java.time.Clock;
import java.util.List;

/** All that can be done with a rollout. */
final class RolloutDeeds {
  private RolloutDeeds() {}

  /**
   * @param url the rollout's page, from Jenkins' root, with a slash at its end
   */
  static List<Deed> of(Job<?, ?> job, ModelObject owner, String url, Rollout rollout, Clock clock) {
    return List.of(
        new Answering(Answering.APPROVE, job, owner, url, rollout, clock),
        new Answering(Answering.REJECT, job, owner, url, rollout, clock),
        new Aborting(job, owner, url, rollout, clock),
        new Resuming(job, owner, url, rollout, clock));
  }
}
