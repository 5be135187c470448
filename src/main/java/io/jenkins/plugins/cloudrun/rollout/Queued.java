package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

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
      boolean promoted = rollout.plan().promotion().isPresent();
      return Step.to(rollout.in(promoted ? new Promoting() : new Preparing(), seen.at()));
    }
    if (seen.at().isAfter(rollout.deadline())) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          "Another rollout of the service was still under way when the time limit ended: "
              + Others.text(rollout, seen.ahead())
              + ". Nothing was changed. Look at that rollout, or raise timeLimit.");
    }
    return switch (rollout.plan().policy().concurrent()) {
      case WAIT -> wait(rollout, seen, "Waiting: ");
      case SUPERSEDE -> supersede(rollout, seen);
      case FAIL ->
          Endings.settle(
              rollout,
              seen,
              Outcome.FAILED,
              "Another rollout of the service is under way: "
                  + Others.text(rollout, seen.ahead())
                  + ". Nothing was changed (concurrent: 'fail'). Try again when that one has"
                  + " ended, or let this step wait for it with concurrent: 'wait'.");
    };
  }

  /** Whether it is about to stop what another job has begun. */
  boolean stops(Rollout rollout, Place<Rollout> place) {
    return !told
        && !rollout.aborted()
        && !place.granted()
        && rollout.plan().policy().concurrent() == Policy.Concurrent.SUPERSEDE
        && place.ahead().stream()
            .anyMatch(other -> !other.origin().item().equals(rollout.origin().item()));
  }

  private Step supersede(Rollout rollout, Observation seen) {
    Map<String, Command> wishes = new LinkedHashMap<>();
    for (Rollout other : seen.ahead()) {
      wishes.put(
          other.id(),
          new Command(
              Command.SUPERSEDE, Others.name(rollout), "concurrent: 'supersede'", seen.at()));
    }
    return wait(rollout, seen, "Superseding, and waiting until it has put back what it changed: ")
        .asking(wishes);
  }

  private Step wait(Rollout rollout, Observation seen, String doing) {
    Rollout next =
        told
            ? rollout
            : rollout
                .remembering(new Queued(true))
                .beginning(seen.at(), doing + Others.text(rollout, seen.ahead()));
    // The end of the other one wakes this one: only the time limit is to be kept.
    Duration left = Duration.between(seen.at(), rollout.deadline()).plusSeconds(1);
    return Step.wait(next, left.compareTo(LONGEST) < 0 ? left : LONGEST);
  }
}
