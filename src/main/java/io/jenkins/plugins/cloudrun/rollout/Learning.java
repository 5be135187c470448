package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Failed;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import java.time.Instant;
import java.util.Optional;

/** What a decision teaches of the service. Repeated after a crash, it teaches the same. */
final class Learning {
  private Learning() {}

  /**
   * @param before the rollout that decided
   * @param after what it decided
   */
  static ServiceRecord of(ServiceRecord known, Rollout before, Rollout after, Instant now) {
    boolean regionDone = after.done().size() > before.done().size();
    boolean succeeded = after.settlement().filter(end -> end.success()).isPresent();
    boolean proven = (regionDone || succeeded) && before.plan().traffic() == Plan.Traffic.ALL;
    Optional<Serving> serving = new Serves(known, before, after, now).next(proven);
    return (proven ? proven(known, before, now) : judged(known, before, after, now))
        .serving(serving);
  }

  private static ServiceRecord judged(
      ServiceRecord known, Rollout before, Rollout after, Instant now) {
    if (after.settlement().isPresent() && after.condemned() && before.image().isPresent()) {
      return before
          .digest()
          .map(
              digest ->
                  known.with(
                      new Failed(
                          digest, before.revision(), cause(before, after), now, before.id())))
          .orElse(known);
    }
    return known;
  }

  private static ServiceRecord proven(ServiceRecord known, Rollout rollout, Instant now) {
    ServiceRecord next = known;
    Optional<Proven> earlier = known.of(rollout.revision());
    Optional<RevisionName> previous = rollout.baseline().flatMap(Baseline::previous);
    if (previous.isPresent()) {
      if (known.of(previous.get()).isEmpty()) {
        next = next.with(new Proven(previous.get(), now, rollout.id(), true), Optional.empty());
      }
      if (rollout.plan().back() && leaves(earlier, rollout)) {
        next = next.leaving(previous.get(), now);
      }
    }
    return next.with(
        new Proven(
            rollout.revision(),
            now,
            rollout.id(),
            false,
            rollout.digest(),
            // A shift of traffic is not told what the revision was made from.
            rollout.commit().or(() -> earlier.flatMap(Proven::commit)),
            Optional.empty()),
        rollout.digest());
  }

  /**
   * Whoever goes back to what was rolled back from takes that back, and leaves nothing bad behind.
   * What is learnt once more after a crash is known already.
   */
  private static boolean leaves(Optional<Proven> to, Rollout rollout) {
    return to.filter(known -> known.left().isPresent() || known.rollout().equals(rollout.id()))
        .isEmpty();
  }

  /**
   * What went wrong, without where the traffic was then: that is not so any more when it is read.
   */
  private static String cause(Rollout before, Rollout after) {
    String message;
    if (before.phase() instanceof RollingBack back) {
      message = back.cause();
    } else if (before.phase() instanceof Diagnosing failing) {
      message = failing.cause();
    } else {
      message = after.settlement().map(end -> end.message()).orElse("");
    }
    return message.length() <= 500
        ? message.replaceFirst("\\s*\\.*$", "") + "."
        : message.substring(0, 500) + "...";
  }
}
