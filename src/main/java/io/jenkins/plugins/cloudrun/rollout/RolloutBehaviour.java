package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Behaviour;
import io.jenkins.plugins.cloudrun.durable.Decision;
import io.jenkins.plugins.cloudrun.durable.Place;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.OperationState;
import io.jenkins.plugins.cloudrun.rollout.port.ServiceState;
import io.jenkins.plugins.cloudrun.rollout.port.Session;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Drives rollouts: looks for the phase, lets it decide, performs what it wants. */
public final class RolloutBehaviour implements Behaviour<Rollout> {
  /** A small image is copied within it. */
  private static final Duration FIRST_LOOK = Duration.ofMillis(200);

  private final Sessions sessions;
  private final Clock clock;
  private final Surroundings around;
  private final SourceLook sources;

  /** Keeps nothing of what rollouts learn of services. */
  public RolloutBehaviour(Sessions sessions, Clock clock) {
    this(sessions, clock, Surroundings.NONE);
  }

  /**
   * @param records what rollouts learn of services
   */
  public RolloutBehaviour(Sessions sessions, Clock clock, ServiceRecords records) {
    this(sessions, clock, new Surroundings(Optional.of(records)));
  }

  /** With all that promotions need. */
  public RolloutBehaviour(Sessions sessions, Clock clock, Surroundings around) {
    this.sessions = sessions;
    this.clock = clock;
    this.around = around;
    this.sources = new SourceLook(sessions, around.vouchers());
  }

  @Override
  public boolean holding(Rollout rollout) {
    return !(rollout.phase() instanceof Queued);
  }

  @Override
  public boolean pressing(Rollout rollout) {
    return rollout.aborted() || rollout.phase().pressing(rollout);
  }

  @Override
  public Rollout broken(Rollout rollout, String fault, Instant now) {
    return recorded(rollout, Setbacks.broken(rollout, fault, now), now).next();
  }

  @Override
  public Decision<Rollout> decide(Rollout rollout, boolean granted, Instant now) {
    return decide(rollout, new Place<Rollout>(granted, List.of()), now);
  }

  @Override
  public Decision<Rollout> decide(Rollout rollout, Place<Rollout> place, Instant now) {
    return decision(recorded(rollout, step(rollout, place, now), now));
  }

  /**
   * Keeps what a step teaches of the service, and what is to be known of it later. Before the step
   * is saved: after a crash it is made again, and teaches the same.
   */
  private Step recorded(Rollout before, Step step, Instant now) {
    Rollout after = step.next();
    around.records().ifPresent(all -> learn(all, before, after, now));
    if (after.settlement().isPresent() || after.done().size() > before.done().size()) {
      around.vouchers().ifPresent(all -> all.learn(before, after));
    }
    Auditing.of(before, after, now).forEach(around.audit()::record);
    return step;
  }

  private static void learn(ServiceRecords all, Rollout before, Rollout after, Instant now) {
    if (after.settlement().isPresent() || after.done().size() > before.done().size()) {
      all.update(before.key(), known -> Learning.of(known, before, after, now));
    }
  }

  @Override
  public void renamed(Rollout rollout, String former) {
    around
        .records()
        .ifPresent(
            all ->
                rollout.plan().regions().stream()
                    .map(rollout.plan()::key)
                    .forEach(
                        key ->
                            all.update(
                                key, known -> known.renamed(former, rollout.origin().item()))));
  }

  private ServiceRecord record(Rollout rollout) {
    return rollout.phase() instanceof Preparing
        ? around.records().map(all -> all.read(rollout.key())).orElse(ServiceRecord.EMPTY)
        : ServiceRecord.EMPTY;
  }

  private Step step(Rollout rollout, Place<Rollout> place, Instant now) {
    Phase phase = rollout.phase();
    Query query = phase.query(rollout);
    try {
      if (!query.outside()) {
        if (phase instanceof Queued queued && queued.stops(rollout, place)) {
          see(rollout);
        }
        return phase.decide(rollout, Observation.queued(now, place.granted(), place.ahead()));
      }
      if (query == Query.PASSAGE) {
        return phase.decide(Setbacks.overcome(rollout), passage(rollout));
      }
      Session session = sessions.open(rollout.origin(), rollout.plan().account());
      Optional<OperationState> operation = Observer.operation(rollout, query, session);
      Instant at = clock.instant();
      if (operation.filter(o -> !o.done()).isPresent() && !disturbed(rollout, at)) {
        // Thousands may wait like this: one call each, and nothing to decide.
        return Step.wait(Setbacks.overcome(rollout), rollout.pace(at));
      }
      Observation seen = Observer.look(rollout, query, operation, session, clock.instant());
      return Noting.of(
          rollout,
          phase.decide(Setbacks.overcome(rollout), seen.with(record(rollout), rules(rollout))),
          seen);
    } catch (Failure failure) {
      return Setbacks.of(rollout, failure, clock.instant());
    }
  }

  /** Anybody may name any service: who stops what others do there has to be able to see it. */
  private void see(Rollout rollout) throws Failure {
    Session session = sessions.open(rollout.origin(), rollout.plan().account());
    for (Region region : rollout.plan().regions()) {
      Optional<ServiceState> unused = session.cloudRun().service(rollout.plan().key(region));
    }
  }

  private Observation passage(Rollout rollout) throws Failure {
    boolean copying = rollout.phase() instanceof Copying;
    return Observation.passage(
        clock.instant(),
        rules(rollout),
        copying || rollout.aborted() ? Optional.empty() : Optional.of(sources.of(rollout)),
        copying && !rollout.aborted() ? around.copies().state(rollout.id()) : Optional.empty());
  }

  private Optional<Rules> rules(Rollout rollout) {
    return rollout
        .plan()
        .admission()
        .flatMap(asked -> around.rulebook().rules(rollout.origin(), asked.target()));
  }

  /** Whether there is something to decide even while the operation goes on. */
  private static boolean disturbed(Rollout rollout, Instant now) {
    return rollout.aborted()
        || now.isAfter(rollout.deadline())
        || rollout.phase() instanceof RollingBack;
  }

  private Decision<Rollout> decision(Step step) {
    Optional<Decision.Act<Rollout>> act =
        step.effect().map(effect -> intent -> perform(intent, effect));
    return new Decision<>(step.next(), act, step.pause(), step.wishes());
  }

  private Decision.Done<Rollout> perform(Rollout intent, Effect effect) {
    if (effect instanceof Effect.Copy copy) {
      around.copies().begin(intent.id(), intent.origin(), copy.order());
      return new Decision.Done<>(intent, FIRST_LOOK);
    }
    if (effect instanceof Effect.Forget) {
      around.copies().forget(intent.id());
      return new Decision.Done<>(intent, Duration.ZERO);
    }
    Step step;
    try {
      Session session = sessions.open(intent.origin(), intent.plan().account());
      step = Step.to(intent.remembering(intent.phase().performed(send(intent, effect, session))));
    } catch (Failure failure) {
      Instant at = clock.instant();
      step = recorded(intent, Setbacks.of(intent, failure, at), at);
    }
    return new Decision.Done<>(step.next(), step.pause());
  }

  private static String send(Rollout intent, Effect effect, Session session) throws Failure {
    if (effect instanceof Effect.Apply apply) {
      return session.cloudRun().apply(apply.change());
    }
    Effect.Publish publish = (Effect.Publish) effect;
    session.cloudRun().setPublic(intent.key(), publish.everyone());
    return "";
  }
}
