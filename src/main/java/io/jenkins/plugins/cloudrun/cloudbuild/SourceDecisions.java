package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild.Phase;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.BuildState;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.LogPart;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is next for a build, from what was seen: pure. */
final class SourceDecisions {
  /**
   * How long a build that was asked for may stay out of the list before it counts as never made.
   */
  private static final Duration LOST = Duration.ofSeconds(10);

  /** How long a build may stay unknown after it was made: reads may lag behind. */
  private static final Duration UNKNOWN = Duration.ofSeconds(10);

  /** How long a cancelled build may take to end. */
  private static final Duration CANCEL_LIMIT = Duration.ofMinutes(10);

  /** How long the last lines of a log may be on their way. */
  private static final Duration LATE = Duration.ofSeconds(6);

  /** How long the rest of a log is read when the build has ended. */
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

  private SourceDecisions() {}

  static SourceStep decide(SourceBuild run, SourceSight seen) {
    return switch (run.phase()) {
      case READY -> ready(run, seen);
      case SUBMITTING -> submitted(run, seen);
      case RUNNING -> running(run, seen);
      case DRAINING -> draining(run, seen);
      case TAGGING -> tagging(run, seen);
      case FINISHED -> throw new IllegalStateException("A settled build decides nothing");
    };
  }

  private static SourceStep ready(SourceBuild run, SourceSight seen) {
    if (run.aborted()) {
      return SourceEndings.cancelled(run, seen.at());
    }
    if (seen.at().isAfter(run.deadline())) {
      return SourceEndings.failed(
          run, seen.at(), "The build could not be submitted before its time limit was over.");
    }
    if (seen.taken().isPresent()) {
      return SourceEndings.failed(
          run,
          seen.at(),
          run.plan().image()
              + ":"
              + seen.taken().get()
              + " is there already, and tagPolicy 'keep' lets no tag move: nothing was submitted."
              + " Deploy that image, build another commit, or use tagPolicy 'move'.");
    }
    return SourceStep.act(run.in(Phase.SUBMITTING, seen.at()), SourceStep.Effect.SUBMIT);
  }

  private static SourceStep submitted(SourceBuild run, SourceSight seen) {
    if (seen.submitted().isPresent()) {
      return SourceStep.to(begun(run, seen.submitted().get(), seen.at()));
    }
    if (seen.at().isBefore(run.since().plus(LOST))) {
      return SourceStep.wait(run, run.pace(seen.at()));
    }
    return SourceStep.to(run.in(Phase.READY, seen.at()));
  }

  static SourceBuild begun(SourceBuild run, String build, Instant now) {
    return run.withBuild(build)
        .in(Phase.RUNNING, now)
        .saying(now, Entry.SECTION, "Submitted build " + build + " in " + run.plan().place());
  }

  private static SourceStep running(SourceBuild run, SourceSight seen) {
    if (seen.state().isEmpty()) {
      return seen.at().isBefore(run.since().plus(UNKNOWN))
          ? SourceStep.wait(run, run.pace(seen.at()))
          : SourceEndings.failed(
              run,
              seen.at(),
              "Build "
                  + run.build().orElse("")
                  + " in "
                  + run.plan().place()
                  + " is no longer known to Cloud Build.");
    }
    BuildState state = seen.state().get();
    SourceBuild next = told(run, seen, state);
    if (state.status().ended()) {
      return SourceStep.to(next.in(Phase.DRAINING, seen.at()));
    }
    if (next.ending().isEmpty()) {
      Optional<String> why = reasonToCancel(next, seen.at());
      if (why.isPresent()) {
        return SourceStep.act(
            next.endingBecause(why.get())
                .in(Phase.RUNNING, seen.at())
                .saying(
                    seen.at(), Entry.WARNING, "Cancelling build " + state.id() + ": " + why.get()),
            SourceStep.Effect.CANCEL);
      }
      return SourceStep.wait(next, more(seen) ? Duration.ZERO : next.pace(seen.at()));
    }
    if (seen.at().isAfter(next.since().plus(CANCEL_LIMIT))) {
      return SourceEndings.failed(
          next,
          seen.at(),
          "Build "
              + state.id()
              + " in "
              + run.plan().place()
              + " was cancelled ("
              + next.ending().get()
              + ") but had not ended "
              + CANCEL_LIMIT.toMinutes()
              + " minutes later: look at "
              + state.logUrl());
    }
    // Asked again while it goes on: the first request may have been lost, and a second does no
    // harm.
    return new SourceStep(next, Optional.of(SourceStep.Effect.CANCEL), next.pace(seen.at()));
  }

  private static boolean more(SourceSight seen) {
    return seen.log().map(LogPart::more).orElse(false);
  }

  private static Optional<String> reasonToCancel(SourceBuild run, Instant now) {
    if (run.aborted()) {
      return Optional.of("aborted by " + run.command().orElseThrow().actor());
    }
    return now.isAfter(run.deadline()) ? Optional.of("its time limit is over") : Optional.empty();
  }

  /** With what is new in the log, and a line for each change of the status. */
  private static SourceBuild told(SourceBuild run, SourceSight seen, BuildState state) {
    SourceBuild next = run.failures() == 0 ? run : run.failing(0, Instant.EPOCH);
    next = next.withLog(next.log().kept(state.logUrl()));
    if (state.status() != Status.WAITING && run.log().told() == Status.WAITING) {
      next = next.withLog(next.log().telling(Status.WORKING));
      // A short one may have ended before anybody looked.
      String what = state.status() == Status.WORKING ? " is running" : " has run";
      next =
          next.saying(seen.at(), Entry.SECTION, "Build " + state.id() + what + at(state.logUrl()));
    }
    if (seen.log().isPresent()) {
      LogPart part = seen.log().get();
      next = next.withLog(next.log().at(part.next()));
      next = part.lines().isEmpty() ? next : next.printing(seen.at(), part.lines());
    }
    if (seen.logTrouble().isPresent()) {
      next =
          next.withLog(next.log().shut())
              .saying(
                  seen.at(),
                  Entry.WARNING,
                  "The log of the build cannot be shown here: "
                      + seen.logTrouble().get()
                      + (state.logUrl().isEmpty() ? "" : " It is at " + state.logUrl()));
    }
    return next;
  }

  private static String at(String url) {
    return url.isEmpty() ? "" : ": " + url;
  }

  private static SourceStep draining(SourceBuild run, SourceSight seen) {
    if (seen.state().isEmpty()) {
      return SourceEndings.failed(
          run,
          seen.at(),
          "Build " + run.build().orElse("") + " is no longer known to Cloud Build.");
    }
    BuildState state = seen.state().get();
    SourceBuild next = told(run, seen, state);
    boolean patient = seen.at().isBefore(run.since().plus(DRAIN_LIMIT));
    if (more(seen) && patient) {
      return SourceStep.to(next);
    }
    boolean late = seen.log().map(LogPart::late).orElse(false);
    if (late && seen.at().isBefore(run.since().plus(LATE))) {
      return SourceStep.wait(next, Duration.ofSeconds(1));
    }
    if (state.status() != Status.SUCCESS) {
      return SourceEndings.ended(next, seen.at(), state);
    }
    for (String warning : state.warnings()) {
      next = next.saying(seen.at(), Entry.WARNING, "Cloud Build: " + warning);
    }
    Optional<ImageDigest> digest = SourceEndings.digest(run.plan(), state);
    next = digest.map(next::withDigest).orElse(next);
    return SourceStep.to(next.in(Phase.TAGGING, seen.at()));
  }

  private static SourceStep tagging(SourceBuild run, SourceSight seen) {
    if (run.digest().isEmpty() && seen.pushed().isEmpty()) {
      return SourceEndings.failed(
          run,
          seen.at(),
          "Build "
              + run.build().orElse("")
              + " succeeded, but pushed no image to "
              + run.plan().tagged()
              + ": let the build configuration push it, for example with images: ['$_IMAGE'].");
    }
    SourceBuild next = run.digest().isPresent() ? run : run.withDigest(seen.pushed().get());
    return SourceStep.act(next, SourceStep.Effect.TAG);
  }
}
