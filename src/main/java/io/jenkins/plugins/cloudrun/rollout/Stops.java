package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    int begin = begin(rollout);
    // All of it counts as none: one look at the gates before the traffic is set, and one after.
    stops.add(begin % 100);
    if (rollout.plan().traffic() == Plan.Traffic.ALL) {
      for (CanaryStep step : rollout.plan().canary()) {
        // A revision that has more already loses none of it on the way to all.
        if (step.percent().value() > begin) {
          stops.add(step.percent().value());
        }
      }
      stops.add(100);
    }
    return stops;
  }

  /** What the revision has before the first shift: a new one nothing. */
  private static int begin(Rollout rollout) {
    return rollout.plan().shifts()
        ? Split.shareOf(Endings.baseline(rollout).traffic(), rollout.revision(), Optional.empty())
        : 0;
  }

  /**
   * Whether the service follows its latest revision in the end: always after a deploy, after a
   * shift when the revision is the latest.
   */
  static boolean follows(Rollout rollout) {
    return !rollout.plan().shifts()
        || Endings.baseline(rollout).latest().equals(Optional.of(rollout.revision()));
  }

  /** Where a rollback goes: after a shift, LATEST means what it meant before. */
  static List<Target> back(Rollout rollout, List<Target> now) {
    Baseline baseline = Endings.baseline(rollout);
    boolean shift = rollout.plan().shifts();
    return Split.restored(shift ? baseline.original() : baseline.traffic(), now);
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
   * The service's traffic at a stop, the current tags kept. All traffic of the latest revision goes
   * to LATEST, as gcloud leaves a service.
   */
  static List<Target> traffic(Rollout rollout, int stop, List<Target> now) {
    List<Target> before = Split.restored(Endings.baseline(rollout).traffic(), now);
    int percent = percent(rollout, stop);
    return percent == 100 && follows(rollout)
        ? Split.latest(before)
        : Split.share(before, rollout.revision(), new Percent(percent));
  }
}
