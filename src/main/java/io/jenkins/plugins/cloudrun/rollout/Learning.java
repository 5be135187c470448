package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Failed;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import java.time.Instant;

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
    if ((regionDone || succeeded) && before.plan().traffic() == Plan.Traffic.ALL) {
      return proven(known, before, now);
    }
    if (after.settlement().isPresent() && after.condemned() && before.plan().image().isPresent()) {
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
    if (rollout.baseline().flatMap(Baseline::previous).isPresent()) {
      var previous = rollout.baseline().flatMap(Baseline::previous).orElseThrow();
      if (!known.knows(previous)) {
        next = next.with(new Proven(previous, now, rollout.id(), true), java.util.Optional.empty());
      }
    }
    return next.with(new Proven(rollout.revision(), now, rollout.id(), false), rollout.digest());
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
