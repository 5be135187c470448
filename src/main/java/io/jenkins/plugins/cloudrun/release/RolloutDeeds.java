package io.jenkins.plugins.cloudrun.release;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord;
import io.jenkins.plugins.cloudrun.rollout.Serving;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** Of what it brought and what still serves, the way back, on the page of each service. */
  static List<Deed> returns(Job<?, ?> job, Rollout rollout, Clock clock) {
    ReleasePage page = job.hasPermission(Item.READ) ? new JobRollouts(job) : new AllRollouts();
    Map<ServiceKey, ServiceRecord> known = Platform.get().services().all();
    List<Deed> returns = new ArrayList<>();
    for (Region region : rollout.plan().regions()) {
      ServiceKey key = rollout.plan().key(region);
      ServiceRecord record = known.getOrDefault(key, ServiceRecord.EMPTY);
      if (record.serving().filter(now -> brought(rollout, now)).isPresent()) {
        returns.add(
            new Returning(new ServicePage(page, job, key, Optional.empty(), record, clock)));
      }
    }
    return returns;
  }

  private static boolean brought(Rollout rollout, Serving now) {
    boolean chosen = !rollout.plan().previous() || rollout.found().isPresent();
    return chosen
        && now.revision().equals(rollout.revision())
        && now.by().item().equals(rollout.origin().item());
  }
}
