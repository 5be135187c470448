package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.durable.Course;
import io.jenkins.plugins.cloudrun.durable.Durable;
import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rollout as a value: what it is to do, where it stands, what happened.
 *
 * @param course its id is chosen by who starts it; the revision's name follows from it
 * @param region which of the plan's regions is being worked on
 * @param phase where it stands there
 * @param since when it entered that phase
 * @param digest of the image, once resolved
 * @param baseline the region's service before the first change, once looked at
 * @param generation of the service after our last write that was seen to have taken effect
 * @param known what that write left, as {@link Changes} remembers it; empty in older files
 * @param found the revision that a rollback to the previous one has chosen
 * @param condemned whether the revision itself turned out bad
 * @param ruling the answer of the person who was asked for leave: who, when, why
 * @param assents the approvals so far, one for each person; the last one that was needed is also
 *     the ruling
 * @param passage what a promotion has decided on; empty before, and in any other rollout
 * @param everyone whether the service is public, once known
 * @param trouble failures of the outside in a row
 * @param verdicts of the gates, oldest first
 * @param done what the regions before this one ended with
 * @param chronicle what was seen on the way; empty in older files
 */
public record Rollout(
    Course course,
    Plan plan,
    int region,
    Phase phase,
    Instant since,
    Optional<ImageDigest> digest,
    Optional<Baseline> baseline,
    Optional<Long> generation,
    Map<String, String> known,
    Optional<RevisionName> found,
    boolean condemned,
    Optional<Command> ruling,
    List<Command> assents,
    Optional<Passage> passage,
    Optional<Boolean> everyone,
    Trouble trouble,
    List<GateResult> verdicts,
    List<RegionResult> done,
    Chronicle chronicle)
    implements Durable<Rollout> {

  public Rollout {
    known = known.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(known));
    assents = List.copyOf(assents);
    verdicts = List.copyOf(verdicts);
    done = List.copyOf(done);
  }

  /** A rollout that is to begin. */
  public static Rollout start(String id, Origin origin, Plan plan, Instant now) {
    return new Rollout(
        Course.begun(id, origin, now),
        plan,
        0,
        new Queued(false),
        now,
        plan.image().flatMap(ImageReference::digest),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Trouble.NONE,
        List.of(),
        List.of(),
        Chronicle.EMPTY);
  }

  /** A failure of the outside that lasts. */
  record Trouble(int count, int conflicts, Instant since) {
    static final Trouble NONE = new Trouble(0, 0, Instant.EPOCH);
  }

  /**
   * What a gate said.
   *
   * @param percent the traffic of the new revision then
   * @param health {@code healthy}, {@code inconclusive}, {@code unhealthy} or {@code error}
   * @param measured for people
   * @param values the measurements by name: numbers and text
   */
  public record GateResult(
      Instant at,
      String gate,
      int percent,
      String health,
      String measured,
      Map<String, Object> values) {
    public GateResult {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** What a region ended with. */
  public record RegionResult(String region, String revision, String url) {}

  /** The service that is being worked on. */
  public ServiceKey key() {
    return plan.key(plan.regions().get(region));
  }

  /** What it asks a person now; empty when it asks nothing, or was answered or aborted. */
  public Optional<Asking> asking() {
    return phase instanceof Approving waiting
            && ruling.isEmpty()
            && command().isEmpty()
            && settlement().isEmpty()
        ? Optional.of(waiting.asking(this))
        : Optional.empty();
  }

  /** The revision that this rollout makes, or finds; the same in every region. */
  public RevisionName revision() {
    return plan.existing().or(() -> found).orElseGet(() -> RevisionName.of(plan.service(), id()));
  }

  /** What a person is to run after a rollback that failed; empty when there is no need. */
  public Optional<String> byHand() {
    return phase instanceof Finished end
            && end.outcome() == Outcome.ROLLBACK_FAILED
            && baseline.filter(Baseline::hasStable).isPresent()
        ? Optional.of(Endings.rollbackCommand(this))
        : Optional.empty();
  }

  /** The image that is deployed: the plan's, or the one that is promoted, once that is known. */
  public Optional<ImageReference> image() {
    return plan.image().or(() -> passage.map(Passage::image));
  }

  /** What the image was made from, if known. */
  public Optional<Commit> commit() {
    return plan.commit().or(() -> passage.flatMap(Passage::commit));
  }

  /** Whose leave it needs, as far as it is known by now who may not give it. */
  public Optional<Approval> approval() {
    List<String> makers = passage.map(Passage::people).orElse(List.of());
    return plan.policy().approval().map(asked -> asked.notAuthor() ? asked.notBy(makers) : asked);
  }

  Instant deadline() {
    // Waiting for a person is not the rollout's own time.
    Duration waiting =
        plan.policy()
            .approval()
            .filter(asked -> Admitting.changesTraffic(this, baseline))
            .map(Approval::within)
            .orElse(Duration.ZERO);
    return startedAt().plus(plan.timeLimit()).plus(waiting);
  }

  boolean aborted() {
    return superseded() || course.asksFor(Command.ABORT);
  }

  /** Whether a later rollout of the service took this one's place. */
  boolean superseded() {
    return course.asksFor(Command.SUPERSEDE);
  }

  @Override
  public Set<String> claims() {
    return plan.regions().stream()
        .map((Region where) -> plan.key(where).resource())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String status() {
    if (settlement().isPresent()) {
      return "finished";
    }
    // What it waits for matters no more, until it is seen what becomes of the traffic.
    return aborted() && !(phase instanceof RollingBack) ? "aborting" : phase.status(this);
  }

  @Override
  public Rollout with(Command wish) {
    if (settlement().isPresent() || command().isPresent()) {
      return this;
    }
    if (wish.kind().equals(Command.APPROVE) || wish.kind().equals(Command.REJECT)) {
      return phase instanceof Approving && ruling.isEmpty() ? answered(wish) : this;
    }
    return withCourse(course.asked(wish));
  }

  /** One who rejects decides; of those who approve, each counts once, and the last one decides. */
  private Rollout answered(Command answer) {
    if (answer.kind().equals(Command.REJECT)) {
      return copy().ruling(Optional.of(answer)).build();
    }
    if (assents.stream().anyMatch(given -> given.actor().equals(answer.actor()))) {
      return this;
    }
    List<Command> all = new ArrayList<>(assents);
    all.add(answer);
    int needed = plan.policy().approval().map(Approval::count).orElse(1);
    RolloutCopy next = copy().assents(all);
    return (all.size() < needed ? next : next.ruling(Optional.of(answer))).build();
  }

  /**
   * Whoever came first has decided: when an answer was recorded while this value was thought of,
   * there is to be another thought.
   */
  @Override
  public Rollout keeping(Rollout current) {
    return current.ruling.equals(ruling) && current.assents.equals(assents)
        ? Durable.super.keeping(current)
        : current;
  }

  @Override
  public Rollout withCourse(Course next) {
    return copy().course(next).build();
  }

  /** In another phase. */
  Rollout in(Phase next, Instant now) {
    return copy().phase(next).since(now).trouble(Trouble.NONE).build();
  }

  /** In the same phase, which remembers something more. */
  Rollout remembering(Phase same) {
    return copy().phase(same).build();
  }

  /** A line with which a part of the story begins. */
  Rollout beginning(Instant at, String text) {
    return saying(at, Entry.SECTION, text);
  }

  /** How long to wait before the next look: short at first, longer the longer the phase lasts. */
  Duration pace(Instant now) {
    long age = Math.max(0, Duration.between(since, now).toMillis());
    return Duration.ofMillis(Math.min(10_000, Math.max(300, age / 8)));
  }

  RolloutCopy copy() {
    return new RolloutCopy(this);
  }
}
