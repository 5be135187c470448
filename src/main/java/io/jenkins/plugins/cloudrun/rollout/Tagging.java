package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.util.List;
import java.util.Optional;

/**
 * Gives a revision that is there already a tag, so that the gates can ask it before it has traffic.
 * No share changes.
 *
 * @param sent whether the write was about to be sent
 * @param operation of that write, once known
 */
record Tagging(boolean sent, Optional<String> operation) implements Phase {
  static final String KIND = "tagging";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "tagging revision " + rollout.revision();
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
    return new Tagging(true, Optional.of(name));
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    if (rollout.aborted() && !sent) {
      return Endings.aborted(
          rollout, seen, "Nothing was changed" + Endings.inThisRegion(rollout) + ".");
    }
    Optional<Step> stopped =
        sent ? Endings.wished(rollout, seen) : Endings.interrupted(rollout, seen);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    if (seen.service().isEmpty()) {
      return Endings.foreign(rollout, seen, rollout.generation().orElse(0L));
    }
    ServiceState service = seen.service().get();
    List<Target> wanted = Split.tagged(service.traffic(), rollout.revision(), Split.CANDIDATE);
    boolean there = Split.normalised(service.traffic()).equals(wanted);
    boolean done = seen.operation().map(o -> o.done()).orElse(true);
    if (!done || (there && service.reconciling())) {
      return Step.wait(rollout, rollout.pace(seen.at()));
    }
    if (there) {
      Rollout next = rollout.copy().left(service).build();
      return Step.to(next.in(Gating.at(0, seen.at()), seen.at()));
    }
    Optional<String> error = seen.operation().flatMap(o -> o.error());
    if (error.isPresent()) {
      return Endings.diagnose(rollout, seen, error.get());
    }
    if (!rollout.generation().equals(Optional.of(service.generation()))) {
      return Endings.foreign(rollout, seen, rollout.generation().orElse(0L));
    }
    ServiceChange change =
        new ServiceChange(rollout.key(), Optional.of(service.etag()), Optional.empty(), wanted);
    return Step.act(
        rollout.remembering(new Tagging(true, Optional.empty())), new Effect.Apply(change));
  }
}
