package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The shares of traffic at which a rollout stops to ask the gates. */
final class Stops {
  private Stops() {}

  /**
   * From no traffic to where it ends: only one stop when nothing else serves, or when no traffic is
   * to move.
   */
  static List<Integer> of(Rollout rollout) {
    if (!Endings.baseline(rollout).hasStable()) {
      return List.of(100);
    }
    List<Integer> stops = new ArrayList<>();
    stops.add(0);
    if (rollout.plan().traffic() == Plan.Traffic.ALL) {
      rollout.plan().canary().forEach(step -> stops.add(step.percent().value()));
      stops.add(100);
    }
    return stops;
  }

  static int percent(Rollout rollout, int stop) {
    return of(rollout).get(stop);
  }

  static Duration bake(Rollout rollout, int stop) {
    int percent = percent(rollout, stop);
    return rollout.plan().canary().stream()
        .filter(step -> step.percent().value() == percent)
        .map(CanaryStep::bake)
        .findFirst()
        .orElse(Duration.ZERO);
  }

  /**
   * The service's traffic at a stop, the current tags kept. All traffic goes to LATEST, as gcloud
   * leaves a service.
   */
  static List<Target> traffic(Rollout rollout, int stop, List<Target> now) {
    List<Target> before = Split.restored(Endings.baseline(rollout).traffic(), now);
    int percent = percent(rollout, stop);
    return percent == 100
        ? Split.latest(before)
        : Split.share(before, rollout.revision(), new Percent(percent));
  }
}
