package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Images;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.BuildState;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogPart;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * What a look showed, as far as the phase needs it.
 *
 * @param taken the tag that is not to be moved and is there already
 * @param submitted the build that carries our marker
 * @param log what is new in it
 * @param logTrouble why it may not be read
 * @param pushed what the first tag points at
 */
record SourceSight(
    Instant at,
    Optional<String> taken,
    Optional<String> submitted,
    Optional<BuildState> state,
    Optional<LogPart> log,
    Optional<String> logTrouble,
    Optional<ImageDigest> pushed) {

  /** Without a look outside. */
  static SourceSight nothing(Instant at) {
    return new SourceSight(
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static SourceSight look(SourceBuild run, Session session, Instant now) throws Failure {
    SourceBuilds builds = session.sourceBuilds();
    Place place = run.plan().place();
    SourceSight blank = nothing(now);
    return switch (run.phase()) {
      case READY ->
          new SourceSight(
              now,
              run.plan().keepTags() ? taken(run.plan(), session.images()) : Optional.empty(),
              blank.submitted,
              blank.state,
              blank.log,
              blank.logTrouble,
              blank.pushed);
      case SUBMITTING ->
          new SourceSight(
              now,
              blank.taken,
              builds.find(place, run.marker()),
              blank.state,
              blank.log,
              blank.logTrouble,
              blank.pushed);
      case RUNNING, DRAINING -> {
        Optional<BuildState> state = builds.build(place, run.build().orElseThrow());
        yield state.isEmpty() || run.log().closed()
            ? new SourceSight(
                now, blank.taken, blank.submitted, state, blank.log, blank.logTrouble, blank.pushed)
            : logged(run, builds, state.get(), now);
      }
      case TAGGING ->
          new SourceSight(
              now,
              blank.taken,
              blank.submitted,
              blank.state,
              blank.log,
              blank.logTrouble,
              run.digest().isPresent()
                  ? Optional.empty()
                  : found(session.images(), run.plan().tagged()));
      case FINISHED -> blank;
    };
  }

  /** A log that cannot be read does not stop a build: it is tried again, or said once. */
  private static SourceSight logged(
      SourceBuild run, SourceBuilds builds, BuildState state, Instant now) {
    Optional<LogPart> part = Optional.empty();
    Optional<String> trouble = Optional.empty();
    try {
      part = Optional.of(builds.log(run.plan().place(), state, run.log().mark()));
    } catch (Failure failure) {
      if (failure instanceof Failure.Permanent) {
        trouble = Optional.of(failure.explanation());
      }
    }
    return new SourceSight(
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.of(state),
        part,
        trouble,
        Optional.empty());
  }

  private static Optional<String> taken(SourcePlan plan, Images images) throws Failure {
    for (String tag : plan.tags()) {
      ImageReference asked = new ImageReference(plan.image(), Optional.of(tag), Optional.empty());
      if (found(images, asked).isPresent()) {
        return Optional.of(tag);
      }
    }
    return Optional.empty();
  }

  static Optional<ImageDigest> found(Images images, ImageReference image) throws Failure {
    try {
      return Optional.of(images.resolve(image));
    } catch (Failure.Permanent e) {
      if (e.reason() == Failure.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
