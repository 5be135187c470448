package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Moments;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.traffic.Split;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Prepares a shift of traffic to a revision that is there already; refuses one that is not. */
final class Found {
  private Found() {}

  static Step step(Rollout rollout, Observation seen) {
    if (seen.service().isEmpty()) {
      return refused(
          rollout,
          seen,
          "There is no " + rollout.key() + ". Look at its name, project and region, or deploy it");
    }
    ServiceState service = seen.service().get();
    if (rollout.plan().previous() && rollout.found().isEmpty()) {
      return choose(rollout, seen, service);
    }
    if (seen.revision().isEmpty()) {
      return refused(
          rollout,
          seen,
          "The "
              + rollout.key()
              + " has no revision '"
              + rollout.revision()
              + "'. It has "
              + revisions(service));
    }
    RevisionState revision = seen.revision().get();
    if (!revision.ready()) {
      return refused(
          rollout,
          seen,
          "Revision "
              + rollout.revision()
              + " of "
              + rollout.key()
              + " is not ready"
              + reason(revision)
              + ". It has "
              + revisions(service));
    }
    Baseline baseline = Baseline.of(seen.service());
    Rollout next = rollout.copy().baseline(baseline).left(service).build();
    Optional<ImageReference> image = image(revision);
    if (image.isPresent() && image.get().digest().isPresent()) {
      next = next.copy().digest(image.get().digest().get()).build();
    }
    next =
        next.beginning(
                seen.at(),
                "Service "
                    + rollout.plan().service()
                    + " in "
                    + rollout.key().region()
                    + " serves "
                    + Split.text(baseline.traffic()))
            .saying(
                seen.at(),
                "Traffic is to go to revision " + rollout.revision() + " of " + revision.image());
    return Step.to(next.in(new Tagging(false, Optional.empty()), seen.at()));
  }

  /** The last revision proven healthy besides the one that serves now. */
  private static Step choose(Rollout rollout, Observation seen, ServiceState service) {
    Optional<RevisionName> serving = Baseline.of(seen.service()).previous();
    Optional<ServiceRecord.Proven> back =
        seen.record().proven().stream()
            .filter(proven -> !serving.equals(Optional.of(proven.revision())))
            .filter(proven -> proven.left().isEmpty())
            .findFirst();
    if (back.isEmpty()) {
      return refused(
          rollout,
          seen,
          "No revision of "
              + rollout.key()
              + " is known to be good besides "
              + serving.map(revision -> revision + ", which serves").orElse("what serves")
              + rolledBackFrom(seen.record())
              + ". Name one with to: it has "
              + revisions(service));
    }
    ServiceRecord.Proven proven = back.get();
    return Step.to(
        rollout
            .copy()
            .found(proven.revision())
            .build()
            .saying(
                seen.at(),
                "The last good revision besides "
                    + serving.map(RevisionName::value).orElse("none")
                    + " is "
                    + proven.revision()
                    + (proven.before() ? " (it served before rollout " : " (proven by rollout ")
                    + proven.rollout()
                    + " at "
                    + Moments.text(proven.at(), seen.at())
                    + ")"));
  }

  private static String rolledBackFrom(ServiceRecord record) {
    String names =
        record.proven().stream()
            .filter(proven -> proven.left().isPresent())
            .map(proven -> proven.revision().value())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ", and what was rolled back from: " + names;
  }

  private static Step refused(Rollout rollout, Observation seen, String why) {
    return Endings.settle(rollout, seen, Outcome.FAILED, why + ". Nothing was changed.");
  }

  private static Optional<ImageReference> image(RevisionState revision) {
    try {
      return Optional.of(ImageReference.parse(revision.image()));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private static String reason(RevisionState revision) {
    return revision.conditions().stream()
        .filter(Condition::failed)
        .map(Condition::message)
        .filter(message -> !message.isBlank())
        .findFirst()
        .map(message -> " (" + message.strip().replaceFirst("\\.+$", "") + ")")
        .orElse("");
  }

  /**
   * The revisions that the service itself names: those that serve or have a tag, and the latest.
   */
  private static String revisions(ServiceState service) {
    Set<String> names = new TreeSet<>();
    for (Target target : Split.pinned(service.traffic(), service.latestReadyRevision())) {
      target.revision().map(RevisionName::value).ifPresent(names::add);
    }
    service.latestReadyRevision().map(RevisionName::value).ifPresent(names::add);
    return names.isEmpty()
        ? "no revision that is ready"
        : names.stream().collect(Collectors.joining(", ")) + " (those that serve or have a tag)";
  }
}
