package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.util.List;
import java.util.Optional;

/**
 * Makes the new revision, under a tag and without traffic where another one serves, and waits until
 * it is ready.
 *
 * @param sent whether the write was about to be sent: from then on it may have taken effect
 * @param operation of that write, once known
 */
record Deploying(boolean sent, Optional<String> operation) implements Phase {
  static final String KIND = "deploying";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "waiting for revision " + rollout.revision() + " to become ready";
  }

  @Override
  public Query query(Rollout rollout) {
    return sent ? Query.SERVICE.withRevision().withOperation(operation) : Query.SERVICE;
  }

  @Override
  public Phase performed(String name) {
    return new Deploying(true, Optional.of(name));
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    boolean made =
        seen.service()
            .flatMap(ServiceState::latestCreatedRevision)
            .equals(Optional.of(rollout.revision()));
    boolean late = seen.at().isAfter(rollout.deadline());
    if (!made && !late && settling(rollout, seen)) {
      return Step.wait(rollout, rollout.pace(seen.at()));
    }
    if (rollout.aborted()) {
      return made || operation.isPresent()
          ? Endings.abandon(rollout, seen)
          : Endings.aborted(
              rollout, seen, "Nothing was changed" + Endings.inThisRegion(rollout) + ".");
    }
    if (late) {
      return Endings.diagnose(
          rollout,
          seen,
          "Revision " + rollout.revision() + " was not ready when the time limit ended");
    }
    return made ? await(rollout, seen) : send(rollout, seen);
  }

  /**
   * Whether somebody's write is being taken up after ours was sent: it may be ours, as a service
   * names its new revision only a while after it was written.
   */
  private boolean settling(Rollout rollout, Observation seen) {
    return sent
        && seen.service()
            .filter(service -> service.reconciling())
            .filter(service -> service.generation() != Endings.baseline(rollout).generation())
            .isPresent();
  }

  private Step send(Rollout rollout, Observation seen) {
    if (operation.isPresent() && seen.operation().isPresent()) {
      if (!seen.operation().get().done()) {
        return Step.wait(rollout, rollout.pace(seen.at()));
      }
      if (seen.operation().get().error().isPresent()) {
        return Endings.diagnose(rollout, seen, seen.operation().get().error().get());
      }
    }
    Baseline baseline = Endings.baseline(rollout);
    boolean untouched =
        baseline.existed()
            ? seen.service().filter(s -> s.generation() == baseline.generation()).isPresent()
            : seen.service().isEmpty();
    if (!untouched) {
      return Endings.foreign(rollout, seen, baseline.generation());
    }
    if (!baseline.hasStable() && !sent) {
      Optional<String> refusal = Admitting.refusal(rollout, seen);
      if (refusal.isPresent()) {
        return Endings.settle(
            rollout, seen, Outcome.FAILED, refusal.get() + " Nothing was changed.");
      }
    }
    List<Target> before = baseline.hasStable() ? baseline.traffic() : List.of(Target.LATEST_ALL);
    ImageDigest digest =
        rollout
            .digest()
            .orElseThrow(() -> new IllegalStateException("the digest is resolved while preparing"));
    ImageReference image = rollout.image().orElseThrow().at(digest);
    ServiceChange change =
        new ServiceChange(
            rollout.key(),
            seen.service().map(ServiceState::etag),
            Optional.of(
                new ServiceChange.NewRevision(rollout.revision(), image, Labelled.of(rollout))),
            Split.tagged(before, rollout.revision(), Split.CANDIDATE));
    return Step.act(
        rollout.remembering(new Deploying(true, Optional.empty())), new Effect.Apply(change));
  }

  private Step await(Rollout rollout, Observation seen) {
    ServiceState service = seen.service().orElseThrow();
    Optional<String> error = seen.operation().flatMap(o -> o.error());
    if (error.isPresent()) {
      return Endings.notReady(rollout, seen, service, error.get());
    }
    boolean finished = seen.operation().map(o -> o.done()).orElse(true) && !service.reconciling();
    if (finished && service.ready().failed()) {
      return Endings.notReady(rollout, seen, service);
    }
    boolean ready = seen.revision().filter(r -> r.ready()).isPresent();
    if (!finished || !ready || !service.ready().succeeded()) {
      return Step.wait(rollout, rollout.pace(seen.at()));
    }
    Rollout next =
        rollout
            .copy()
            .left(service)
            .build()
            .saying(
                seen.at(),
                "Revision "
                    + rollout.revision()
                    + " is ready"
                    + Optional.ofNullable(service.tagUris().get(Split.CANDIDATE.value()))
                        .map(uri -> " at " + uri)
                        .orElse(""));
    Phase after =
        rollout.plan().everyone().isPresent() ? new Publishing(false) : Gating.at(0, seen.at());
    return Step.to(next.in(after, seen.at()));
  }
}
