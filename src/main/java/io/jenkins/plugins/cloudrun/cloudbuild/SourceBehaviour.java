package io.jenkins.plugins.cloudrun.cloudbuild;

import io.jenkins.plugins.cloudrun.cloudbuild.SourceBuild.Phase;
import io.jenkins.plugins.cloudrun.durable.Behaviour;
import io.jenkins.plugins.cloudrun.durable.Decision;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Order;
import io.jenkins.plugins.cloudrun.rollout.port.SourceBuilds.Submitted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Drives builds in the cloud: looks, decides, acts. */
public final class SourceBehaviour implements Behaviour<SourceBuild> {
  /** How long the outside may fail without a break. */
  private static final Duration MOST_TROUBLE = Duration.ofMinutes(10);

  private final Sessions sessions;
  private final Clock clock;

  public SourceBehaviour(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public boolean holding(SourceBuild run) {
    return true;
  }

  @Override
  public boolean pressing(SourceBuild run) {
    return run.aborted();
  }

  @Override
  public SourceBuild broken(SourceBuild run, String fault, Instant now) {
    return SourceEndings.broken(run, now, fault).next();
  }

  @Override
  public Decision<SourceBuild> decide(SourceBuild run, boolean granted, Instant now) {
    SourceStep step;
    try {
      Session session = sessions.open(run.origin(), run.plan().account());
      SourceSight seen = SourceSight.look(run, session, clock.instant());
      // While a build goes on, looks may fail now and then for as long as it takes.
      boolean overcome = run.phase() == Phase.RUNNING && run.failures() > 0;
      step = SourceDecisions.decide(overcome ? run.failing(0, Instant.EPOCH) : run, seen);
    } catch (Failure failure) {
      step = setback(run, failure, false);
    }
    Optional<Decision.Act<SourceBuild>> act =
        step.effect().map(effect -> intent -> perform(intent, effect));
    return new Decision<>(step.next(), act, step.pause());
  }

  private Decision.Done<SourceBuild> perform(SourceBuild intent, SourceStep.Effect effect) {
    SourceStep step;
    try {
      Session session = sessions.open(intent.origin(), intent.plan().account());
      step = send(intent, effect, session);
    } catch (Failure failure) {
      step = setback(intent, failure, effect == SourceStep.Effect.SUBMIT);
    }
    return new Decision.Done<>(step.next(), step.pause());
  }

  private SourceStep send(SourceBuild intent, SourceStep.Effect effect, Session session)
      throws Failure {
    SourcePlan plan = intent.plan();
    return switch (effect) {
      case SUBMIT -> {
        Submitted build =
            session
                .sourceBuilds()
                .submit(
                    new Order(
                        plan.place(),
                        plan.source(),
                        plan.way(),
                        plan.tagged(),
                        plan.serviceAccount(),
                        intent.marker(),
                        plan.timeLimit()));
        Instant now = clock.instant();
        SourceBuild begun = SourceDecisions.begun(intent, build.id(), now);
        for (String warning : build.warnings()) {
          begun = begun.saying(now, Entry.WARNING, "Cloud Run warns of the base image: " + warning);
        }
        yield SourceStep.to(begun);
      }
      case CANCEL -> {
        session.sourceBuilds().cancel(plan.place(), intent.build().orElseThrow());
        yield SourceStep.wait(intent, intent.pace(clock.instant()));
      }
      case TAG -> {
        tag(plan, intent.digest().orElseThrow(), session);
        yield SourceEndings.succeeded(intent, clock.instant());
      }
    };
  }

  /** A tag that points there already is left alone: a repository may hold its tags fast. */
  private static void tag(SourcePlan plan, ImageDigest digest, Session session) throws Failure {
    for (String tag : plan.tags()) {
      ImageReference asked = new ImageReference(plan.image(), Optional.of(tag), Optional.empty());
      Optional<ImageDigest> now = SourceSight.found(session.images(), asked);
      if (now.isPresent() && now.get().equals(digest)) {
        continue;
      }
      if (now.isPresent() && plan.keepTags()) {
        throw new Failure.Permanent(
            Failure.Reason.EXISTS,
            "The image was built, but "
                + asked
                + " points at "
                + now.get()
                + " and tagPolicy 'keep' lets no tag move. Choose another tag.",
            null);
      }
      ImageDigest unused = session.imageTags().tag(asked.at(digest), tag);
    }
  }

  /**
   * Transient and ambiguous failures are looked at again; permanent ones end it, unless a build is
   * still running.
   *
   * @param submitting whether it is the submission itself that failed
   */
  private SourceStep setback(SourceBuild run, Failure failure, boolean submitting) {
    Instant now = clock.instant();
    Instant from = run.failures() == 0 ? now : run.failingSince();
    if (failure instanceof Failure.Permanent || now.isAfter(from.plus(MOST_TROUBLE))) {
      boolean open = run.phase() == Phase.RUNNING || run.phase() == Phase.SUBMITTING && !submitting;
      String still =
          open
              ? " A build "
                  + run.build().orElse("with the tag " + run.marker())
                  + " may still be running: look at it, or cancel it by hand."
              : "";
      return SourceEndings.failed(run, now, failure.explanation() + still);
    }
    SourceBuild next = run.failing(run.failures() + 1, from);
    if (submitting && failure instanceof Failure.Transient) {
      // It did nothing: the request may be sent again without a search.
      next = next.in(Phase.READY, now).failing(run.failures() + 1, from);
    }
    if (next.failures() == 3) {
      next = next.saying(now, Entry.WARNING, failure.explanation() + " Trying again.");
    }
    long millis = Math.min(30_000, 250L << Math.min(next.failures(), 10));
    if (failure instanceof Failure.Transient passing && passing.retryAfter().isPresent()) {
      millis = Math.max(millis, passing.retryAfter().get().toMillis());
    }
    return SourceStep.wait(next, Duration.ofMillis(millis));
  }
}
