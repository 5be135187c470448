package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.util.List;
import java.util.Optional;

/**
 * The service in a region as it was before the rollout's first change: the target of a rollback,
 * saved before anything moves.
 *
 * @param existed whether there was a service at all
 * @param generation of the service then, 0 if there was none
 * @param traffic without LATEST: what LATEST meant then stands in its place
 * @param previous the revision that had most of the traffic
 * @param original the traffic as it stood, LATEST as such
 * @param latest the revision that was made last
 */
public record Baseline(
    boolean existed,
    long generation,
    List<Target> traffic,
    Optional<RevisionName> previous,
    List<Target> original,
    Optional<RevisionName> latest) {
  public Baseline {
    traffic = List.copyOf(traffic);
    original = List.copyOf(original);
  }

  /** Of a service that did not follow its latest revision. */
  Baseline(
      boolean existed, long generation, List<Target> traffic, Optional<RevisionName> previous) {
    this(existed, generation, traffic, previous, traffic, Optional.empty());
  }

  static Baseline of(Optional<ServiceState> service) {
    return service
        .map(
            state -> {
              List<Target> pinned = Split.pinned(state.traffic(), state.latestReadyRevision());
              return new Baseline(
                  true,
                  state.generation(),
                  pinned,
                  Split.main(pinned),
                  Split.normalised(state.traffic()),
                  state.latestCreatedRevision());
            })
        .orElse(new Baseline(false, 0, List.of(), Optional.empty(), List.of(), Optional.empty()));
  }

  /** Whether there is a revision that traffic can stay on, or go back to. */
  boolean hasStable() {
    return previous.isPresent();
  }
}
