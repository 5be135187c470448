package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Durable.Settlement;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Rollout.RegionResult;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways out of a phase that several phases share. */
final class Endings {
  private Endings() {}

  /** The service before the first change; every phase after {@link Preparing} has it. */
  static Baseline baseline(Rollout rollout) {
    return rollout
        .baseline()
        .orElseThrow(() -> new IllegalStateException("no baseline in " + rollout.phase()));
  }

  /** Ends the rollout. */
  static Step settle(Rollout rollout, Observation seen, Outcome outcome, String message) {
    boolean success = outcome == Outcome.SUCCEEDED;
    Settlement settlement =
        new Settlement(
            success,
            success ? message : message + others(rollout),
            Results.of(rollout, seen.service(), outcome));
    // The step fails with the message: saying it here too would print it twice.
    Rollout next =
        rollout
            .in(new Finished(outcome), seen.at())
            .withCourse(rollout.course().settled(settlement));
    return Step.to(next);
  }

  /** What became of the regions before the one that failed, and after it. */
  private static String others(Rollout rollout) {
    if (rollout.done().isEmpty()) {
      return "";
    }
    // With "the previous one" each region may have gone back to another revision.
    String before =
        rollout.done().stream()
            .map(done -> "revision " + done.revision() + " in " + done.region())
            .collect(Collectors.joining(", "));
    String after =
        rollout.plan().regions().stream()
            .skip(rollout.region() + 1L)
            .map(Region::value)
            .collect(Collectors.joining(", "));
    return " Already done, and kept: "
        + before
        + "."
        + (after.isEmpty() ? "" : " Not begun: " + after + ".");
  }

  /** Ends an aborted rollout whose changes are undone, or which made none. */
  static Step aborted(Rollout rollout, Observation seen, String state) {
    String who = rollout.command().map(c -> c.actor()).orElse("somebody");
    String why =
        rollout
            .command()
            .map(c -> c.reason())
            .filter(r -> !r.isBlank())
            .map(r -> " (" + r + ")")
            .orElse("");
    return settle(
        rollout,
        seen,
        Outcome.ABORTED,
        "The rollout of "
            + rollout.key()
            + (rollout.superseded() ? " was superseded by " : " was aborted by ")
            + who
            + why
            + ". "
            + state);
  }

  /** Undoes an aborted rollout that has changed something. */
  static Step abandon(Rollout rollout, Observation seen) {
    Baseline before = baseline(rollout);
    if (!before.hasStable()) {
      return aborted(
          rollout,
          seen,
          "There was nothing to go back to: the service keeps revision "
              + rollout.revision()
              + ".");
    }
    return Step.to(
        rollout
            .saying(
                seen.at(),
                Entry.SECTION,
                (rollout.superseded()
                        ? "Superseded by " + rollout.command().map(c -> c.actor()).orElse("")
                        : "Aborted")
                    + ": traffic goes back to "
                    + Split.text(before.traffic()))
            .in(RollingBack.to(Outcome.ABORTED, ""), seen.at()));
  }

  /** Finds out what is wrong, then rolls back or not as the plan says. */
  static Step diagnose(Rollout rollout, Observation seen, String cause) {
    String said = Condition.headline(cause);
    return explain(rollout.saying(seen.at(), Entry.WARNING, said), seen, said);
  }

  /** The same for a revision that a gate found bad, whose verdict is in the log already. */
  static Step judged(Rollout rollout, Observation seen, String cause) {
    return explain(rollout.copy().condemned().build(), seen, cause);
  }

  private static Step explain(Rollout rollout, Observation seen, String cause) {
    Rollout next = rollout;
    if (next.generation().isEmpty() && seen.service().isPresent()) {
      next = next.copy().generation(seen.service().get().generation()).build();
    }
    return Step.to(next.in(new Diagnosing(cause), seen.at()));
  }

  /** The same, when it is the revision itself that is bad: its image is not to come again. */
  static Step condemn(Rollout rollout, Observation seen, String cause) {
    return diagnose(rollout.copy().condemned().build(), seen, cause);
  }

  /** What is said of an image that was found bad; empty when it was something else. */
  static String refusal(Rollout rollout) {
    return rollout.condemned() && rollout.image().isPresent()
        ? " This image is refused on this service from now on, unless it is forced (force: true)."
        : "";
  }

  /** A revision that is not ready; it is itself to blame when its container does not start. */
  static Step notReady(Rollout rollout, Observation seen, ServiceState service) {
    return notReady(rollout, seen, service, service.ready().headline());
  }

  /** The same, with another's words for it, such as those of an operation's error. */
  static Step notReady(Rollout rollout, Observation seen, ServiceState service, String cause) {
    return service.ready().reason().equals("HEALTH_CHECK_CONTAINER_ERROR")
        ? condemn(rollout, seen, cause)
        : diagnose(rollout, seen, cause);
  }

  /** Stops because somebody else changed the service, and leaves it alone. */
  static Step foreign(Rollout rollout, Observation seen, long expected) {
    String what =
        seen.service()
            .map(
                now ->
                    "it has generation "
                        + now.generation()
                        + (now.generation() == expected ? "" : " instead of " + expected)
                        + (now.lastModifier().isEmpty()
                            ? ""
                            : ", last changed by " + now.lastModifier())
                        + Changes.text(rollout, now)
                        + serves(rollout, now))
            .orElse("it is gone");
    return settle(
        rollout,
        seen,
        Outcome.FAILED,
        "Somebody else changed "
            + rollout.key()
            + " during this rollout: "
            + what
            + ". The rollout stopped and left the service as it is now. Look at the service, then"
            + " deploy again.");
  }

  /** The traffic that is left, unless the change itself names it. */
  private static String serves(Rollout rollout, ServiceState now) {
    return Changes.text(rollout, now).contains("its traffic was")
        ? ""
        : ". It serves " + Split.text(Split.pinned(now.traffic(), now.latestReadyRevision()));
  }

  /** An abort or the end of time. */
  static Optional<Step> wished(Rollout rollout, Observation seen) {
    if (rollout.aborted()) {
      return Optional.of(abandon(rollout, seen));
    }
    if (seen.at().isAfter(rollout.deadline())) {
      return Optional.of(
          diagnose(
              rollout,
              seen,
              "The rollout did not finish within its time limit of "
                  + Durations.text(rollout.plan().timeLimit())
                  + ", it was still "
                  + rollout.phase().status(rollout)));
    }
    return Optional.empty();
  }

  /** An abort, the end of time, a foreign change, or a revision that stopped being ready. */
  static Optional<Step> interrupted(Rollout rollout, Observation seen) {
    Optional<Step> wish = wished(rollout, seen);
    if (wish.isPresent()) {
      return wish;
    }
    Optional<ServiceState> service = seen.service();
    long expected = rollout.generation().orElse(0L);
    if (service.isEmpty() || Changes.foreign(rollout, service.get())) {
      return Optional.of(foreign(rollout, seen, expected));
    }
    if (!service.get().reconciling() && sick(rollout, service.get())) {
      return Optional.of(notReady(rollout, seen, service.get()));
    }
    return Optional.empty();
  }

  /**
   * Whether the service is not ready because of this rollout's revision: one that was there before
   * can take traffic although a later one never became ready.
   */
  static boolean sick(Rollout rollout, ServiceState service) {
    return !rollout.plan().shifts() && service.ready().failed();
  }

  /** On to the next region, or done. */
  static Step regionDone(Rollout rollout, Observation seen) {
    String url = seen.service().flatMap(ServiceState::uri).map(URI::toString).orElse("");
    RegionResult result =
        new RegionResult(rollout.key().region().value(), rollout.revision().value(), url);
    int percent = Stops.percent(rollout, Stops.of(rollout).size() - 1);
    Rollout next =
        rollout.beginning(
            seen.at(),
            percent == 0
                ? "Revision "
                    + rollout.revision()
                    + " is deployed and has no traffic"
                    + seen.service()
                        .map(s -> s.tagUris().get(Split.CANDIDATE.value()))
                        .map(uri -> "; it answers at " + uri)
                        .orElse("")
                    + ". The service no longer follows its latest revision, until the next deploy"
                    + " with traffic"
                : "Service "
                    + rollout.plan().service()
                    + inThisRegion(rollout)
                    + " serves revision "
                    + rollout.revision()
                    + " at "
                    + url
                    + (Stops.follows(rollout)
                        ? ""
                        : ". It does not follow its latest revision, until the next deploy"));
    if (rollout.region() + 1 < rollout.plan().regions().size()) {
      return Step.to(next.copy().nextRegion(result).build().in(new Preparing(), seen.at()));
    }
    return settle(next, seen, Outcome.SUCCEEDED, "");
  }

  static String inThisRegion(Rollout rollout) {
    return rollout.plan().regions().size() > 1 ? " in " + rollout.key().region() : "";
  }

  /** What a person runs to do by hand what the rollback could not. */
  static String rollbackCommand(Rollout rollout) {
    String revisions =
        baseline(rollout).traffic().stream()
            .filter(target -> target.percent().value() > 0)
            .map(
                target ->
                    target.revision().map(RevisionName::value).orElse("LATEST")
                        + "="
                        + target.percent().value())
            .collect(Collectors.joining(","));
    return "gcloud run services update-traffic "
        + rollout.plan().service()
        + " --to-revisions="
        + revisions
        + " --region="
        + rollout.key().region()
        + " --project="
        + rollout.plan().project();
  }
}
