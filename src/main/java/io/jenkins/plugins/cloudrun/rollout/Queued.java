package io.jenkins.plugins.cloudrun.rollout;

import java.time.Duration;

/**
 * Waits until no other rollout has one of its services.
 *
 * @param told whether the log says so already
 */
record Queued(boolean told) implements Phase {
  static final String KIND = "queued";
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "waiting for another rollout of " + rollout.plan().service();
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.NOTHING;
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    if (rollout.aborted()) {
      return Endings.aborted(rollout, seen, "Nothing was changed.");
    }
    if (seen.granted()) {
      return Step.to(rollout.in(new Preparing(), seen.at()));
    }
    if (seen.at().isAfter(rollout.deadline())) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          "Another rollout of "
              + rollout.key()
              + " was still under way when the time limit ended. Nothing was changed. Look at that"
              + " rollout, or raise timeLimit.");
    }
    Rollout next =
        told
            ? rollout
            : rollout
                .remembering(new Queued(true))
                .saying(
                    seen.at(), "Waiting: another rollout of " + rollout.key() + " is under way");
    // The end of the other one wakes this one: only the time limit is to be kept.
    Duration left = Duration.between(seen.at(), rollout.deadline()).plusSeconds(1);
    return Step.wait(next, left.compareTo(LONGEST) < 0 ? left : LONGEST);
  }
}
