package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceChange;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts the traffic back to where it was. Not itself subject to the time limit or an abort: it has a
 * limit of its own.
 *
 * @param outcome how the rollout ends when this works
 * @param cause what went wrong, empty for an abort
 * @param sent whether the write was about to be sent
 * @param operation of that write, once known
 */
record RollingBack(Outcome outcome, String cause, boolean sent, Optional<String> operation)
    implements Phase {
  static final String KIND = "rolling-back";

  /** After this the rollback counts as failed and a person is called. */
  static final Duration LIMIT = Duration.ofMinutes(10);

  static RollingBack to(Outcome outcome, String cause) {
    return new RollingBack(outcome, cause, false, Optional.empty());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "rolling back to " + Split.text(Endings.baseline(rollout).traffic());
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
    return new RollingBack(outcome, cause, true, Optional.of(name));
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    if (seen.service().isEmpty()) {
      return failed(rollout, seen, "the service is gone");
    }
    ServiceState service = seen.service().get();
    List<Target> wanted = Stops.back(rollout, service.traffic());
    boolean there = Split.normalised(service.traffic()).equals(wanted);
    boolean late = seen.at().isAfter(rollout.since().plus(LIMIT));
    boolean done = seen.operation().map(o -> o.done()).orElse(true);
    if (there && done && !service.reconciling()) {
      return arrived(rollout, seen, service);
    }
    if (late) {
      return failed(
          rollout, seen, "it did not take effect within " + LIMIT.toMinutes() + " minutes");
    }
    if (there || !done) {
      return Step.wait(rollout, rollout.pace(seen.at()));
    }
    boolean ours =
        rollout.generation().isEmpty()
            || service.generation() == rollout.generation().get()
            || shifted(rollout, service);
    if (!ours) {
      return failed(
          rollout,
          seen,
          "somebody else changed the service meanwhile, and it was left as it is"
              + (service.lastModifier().isEmpty()
                  ? ""
                  : " (last changed by " + service.lastModifier() + ")"));
    }
    ServiceChange change =
        new ServiceChange(rollout.key(), Optional.of(service.etag()), Optional.empty(), wanted);
    // An abort has said so already.
    Rollout telling =
        sent || cause.isEmpty()
            ? rollout
            : rollout.saying(
                seen.at(),
                Entry.SECTION,
                "Rolling back to " + Split.text(Endings.baseline(rollout).traffic()));
    Rollout intent =
        telling
            .copy()
            .generation(service.generation())
            .build()
            .remembering(new RollingBack(outcome, cause, true, Optional.empty()));
    return Step.act(intent, new Effect.Apply(change));
  }

  /**
   * Whether the service is as one of our own shifts leaves it: its result was lost, not made by
   * somebody else.
   */
  private static boolean shifted(Rollout rollout, ServiceState service) {
    List<Target> now = Split.normalised(service.traffic());
    Optional<RevisionName> latest =
        rollout.plan().shifts()
            ? Endings.baseline(rollout).latest()
            : Optional.of(rollout.revision());
    boolean sameRevision = service.latestCreatedRevision().equals(latest);
    for (int stop = 0; sameRevision && stop < Stops.of(rollout).size(); stop++) {
      if (Stops.traffic(rollout, stop, now).equals(now)) {
        return true;
      }
    }
    return false;
  }

  private Step arrived(Rollout rollout, Observation seen, ServiceState service) {
    String back =
        "Traffic is "
            + (sent ? "back on " : "still on ")
            + Split.text(Split.pinned(service.traffic(), service.latestReadyRevision()));
    Rollout next = rollout.beginning(seen.at(), back);
    return outcome == Outcome.ABORTED
        ? Endings.aborted(next, seen, back + ".")
        : Endings.settle(
            next,
            seen,
            outcome,
            "The rollout of revision "
                + rollout.revision()
                + " of "
                + rollout.key()
                + " failed: "
                + cause.replaceFirst("\\.+$", "")
                + ". "
                + back
                + "."
                + Endings.refusal(rollout));
  }

  /** Gives up and says what a person can do. */
  Step failed(Rollout rollout, Observation seen, String why) {
    return Endings.settle(
        rollout,
        seen,
        Outcome.ROLLBACK_FAILED,
        "The rollback of "
            + rollout.key()
            + " failed: "
            + why.replaceFirst("\\.+$", "")
            + (cause.isEmpty() ? "" : ". It was needed because: " + cause.replaceFirst("\\.+$", ""))
            + ". Look at the service now; by hand: "
            + Endings.rollbackCommand(rollout));
  }
}
