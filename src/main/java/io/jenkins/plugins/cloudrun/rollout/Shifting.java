package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Moves traffic to the next stop.
 *
 * @param stop index into {@link Stops#of}
 * @param sent whether the write was about to be sent
 * @param operation of that write, once known
 */
record Shifting(int stop, boolean sent, Optional<String> operation) implements Phase {
  static final String KIND = "shifting";

  /** The stop at which users' traffic changes first. */
  private static final int FIRST = 1;

  static Shifting to(int stop) {
    return new Shifting(stop, false, Optional.empty());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "shifting traffic to " + Stops.percent(rollout, stop) + " percent";
  }

  @Override
  public boolean pressing(Rollout rollout) {
    return true;
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.SERVICE.withOperation(operation);
  }

  @Override
  public Phase performed(String name) {
    return new Shifting(stop, true, Optional.of(name));
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    Optional<Step> stopped =
        sent ? Endings.wished(rollout, seen) : Endings.interrupted(rollout, seen);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    if (seen.service().isEmpty()) {
      return Endings.foreign(rollout, seen, rollout.generation().orElse(0L));
    }
    ServiceState service = seen.service().get();
    List<Target> wanted = Stops.traffic(rollout, stop, service.traffic());
    boolean there = Split.normalised(service.traffic()).equals(wanted);
    boolean done = seen.operation().map(o -> o.done()).orElse(true);
    Optional<String> error = seen.operation().flatMap(o -> o.error());
    if (!done || (there && service.reconciling())) {
      return Step.wait(rollout, rollout.pace(seen.at()));
    }
    if (error.isPresent()) {
      return Endings.diagnose(rollout, seen, error.get());
    }
    if (!there) {
      Optional<String> refusal =
          sent || stop != FIRST ? Optional.empty() : Admitting.refusal(rollout, seen);
      if (refusal.isPresent()) {
        return Step.to(
            rollout
                .saying(seen.at(), Entry.WARNING, refusal.get())
                .in(RollingBack.to(Outcome.ROLLED_BACK, refusal.get()), seen.at()));
      }
      if (!rollout.generation().equals(Optional.of(service.generation()))) {
        return Endings.foreign(rollout, seen, rollout.generation().orElse(0L));
      }
      ServiceChange change =
          new ServiceChange(rollout.key(), Optional.of(service.etag()), Optional.empty(), wanted);
      return Step.act(
          rollout.remembering(new Shifting(stop, true, Optional.empty())),
          new Effect.Apply(change));
    }
    if (Endings.sick(rollout, service)) {
      return Endings.diagnose(rollout, seen, service.ready().headline());
    }
    return arrived(rollout, seen, service);
  }

  private Step arrived(Rollout rollout, Observation seen, ServiceState service) {
    Duration bake = Stops.bake(rollout, stop);
    Rollout next =
        rollout
            .copy()
            .left(service)
            .build()
            .beginning(
                seen.at(),
                "Traffic: "
                    + Split.text(Split.pinned(service.traffic(), service.latestReadyRevision()))
                    + (bake.isZero() ? "" : ", to bake for " + Durations.text(bake)));
    return Step.to(
        next.in(
            bake.isZero() ? Gating.at(stop, seen.at()) : Baking.at(stop, seen.at().plus(bake)),
            seen.at()));
  }
}
