package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.UnknownGate;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks at the service and the image before anything is changed, and saves what a rollback would go
 * back to.
 */
record Preparing() implements Phase {
  static final String KIND = "preparing";

  /** A service that somebody else is changing right now is given this long to settle. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "looking at service " + rollout.plan().service();
  }

  @Override
  public Query query(Rollout rollout) {
    if (rollout.plan().shifts()) {
      boolean chosen = rollout.plan().existing().isPresent() || rollout.found().isPresent();
      return chosen ? Query.SERVICE.withRevision() : Query.SERVICE;
    }
    return rollout.digest().isPresent() && rollout.region() > 0
        ? Query.SERVICE
        : Query.SERVICE.withImage();
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    if (rollout.aborted()) {
      return Endings.aborted(
          rollout, seen, "Nothing was changed" + Endings.inThisRegion(rollout) + ".");
    }
    Optional<Gate> unknown =
        rollout.plan().gates().stream().filter(UnknownGate.class::isInstance).findFirst();
    if (unknown.isPresent()) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          "The plan has "
              + unknown.get().describe()
              + ", which this version of the plugin cannot ask. Nothing was changed.");
    }
    boolean moving = seen.service().filter(service -> service.reconciling()).isPresent();
    if (moving && seen.at().isBefore(rollout.since().plus(PATIENCE))) {
      return Step.wait(rollout, rollout.pace(seen.at()));
    }
    Optional<String> refused = Admitting.refusal(rollout, seen);
    if (refused.isPresent()) {
      return Endings.settle(rollout, seen, Outcome.FAILED, refused.get() + " Nothing was changed.");
    }
    Rollout next =
        rollout.plan().promotion().isPresent() ? rollout : Admitting.telling(rollout, seen);
    if (rollout.plan().shifts()) {
      return Found.step(next, seen);
    }
    if (seen.digest().isPresent()) {
      ImageDigest digest = seen.digest().get();
      next = next.copy().digest(digest).build();
      if (rollout.image().flatMap(ImageReference::digest).isEmpty()) {
        next = next.saying(seen.at(), "Image " + rollout.image().orElseThrow() + " is " + digest);
      }
    }
    Optional<ServiceRecord.Failed> failed = next.digest().flatMap(seen.record()::failure);
    if (failed.isPresent() && !rollout.plan().policy().force()) {
      return Endings.settle(next, seen, Outcome.FAILED, refusal(rollout, failed.get()));
    }
    Baseline baseline = Baseline.of(seen.service());
    next = next.copy().baseline(baseline).build();
    if (seen.service().isPresent()) {
      next = next.copy().known(seen.service().get()).build();
    }
    next =
        baseline.hasStable()
            ? next.beginning(
                seen.at(),
                "Service "
                    + rollout.plan().service()
                    + " in "
                    + rollout.key().region()
                    + " serves "
                    + Split.text(baseline.traffic()))
            : next.saying(
                seen.at(),
                Entry.SECTION,
                "Service "
                    + rollout.plan().service()
                    + " in "
                    + rollout.key().region()
                    + (baseline.existed() ? " has no revision that serves" : " does not exist yet")
                    + ": the new revision gets all traffic at once, and there is nothing to roll"
                    + " back to"
                    + rollout
                        .plan()
                        .policy()
                        .approval()
                        .filter(a -> !Admitting.asksFirst(rollout))
                        .map(a -> "; nobody is asked to approve it")
                        .orElse(""));
    if (baseline.hasStable() && !follows(seen)) {
      next = next.saying(seen.at(), pinned(rollout));
    }
    if (!baseline.hasStable() && asks(next)) {
      // A new service serves as soon as it is deployed: ask before, where the target asks.
      Approving wait = Approving.at(next, Approving.BEFORE, seen.at());
      return Step.to(
          next.saying(seen.at(), Entry.QUESTION, wait.question(next)).in(wait, seen.at()));
    }
    RevisionName revision = rollout.revision();
    next =
        next.beginning(
            seen.at(),
            "Deploying revision "
                + revision
                + (baseline.hasStable() ? " without traffic" : "")
                + " from "
                + rollout.image().orElseThrow().name()
                + next.digest().map(digest -> "@" + digest).orElse(""));
    return Step.to(next.in(new Deploying(false, Optional.empty()), seen.at()));
  }

  private static boolean asks(Rollout rollout) {
    return Admitting.asksFirst(rollout) && rollout.ruling().isEmpty();
  }

  private static String refusal(Rollout rollout, ServiceRecord.Failed failed) {
    return "The image "
        + failed.digest()
        + " failed on "
        + rollout.key()
        + " before, as revision "
        + failed.revision()
        + " at "
        + Moments.text(failed.at(), rollout.since())
        + ": "
        + failed.cause()
        + " Nothing was changed. Deploy another image, or this one again with force: true.";
  }

  /** Whether the service's traffic goes to whatever revision is the latest. */
  private static boolean follows(Observation seen) {
    return seen.service().stream()
        .flatMap(service -> service.traffic().stream())
        .anyMatch(target -> target.latest() && target.percent().value() > 0);
  }

  private static String pinned(Rollout rollout) {
    return "The service does not follow its latest revision (a deploy without traffic, a shift or a"
        + " rollback pinned it): "
        + (rollout.plan().traffic() == Plan.Traffic.ALL
            ? "when this rollout has all traffic, it does again"
            : "that stays so, until a deploy with traffic");
  }
}
