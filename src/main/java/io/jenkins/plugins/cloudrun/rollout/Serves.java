package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import io.jenkins.plugins.cloudrun.rollout.Serving.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What serves after a decision. Repeated after a crash, it is the same. */
final class Serves {
  private final ServiceRecord known;
  private final Rollout before;
  private final Rollout after;
  private final Instant now;

  Serves(ServiceRecord known, Rollout before, Rollout after, Instant now) {
    this.known = known;
    this.before = before;
    this.after = after;
    this.now = now;
  }

  /** Empty when it is not known, and never was. */
  Optional<Serving> next(boolean proven) {
    if (proven) {
      return Optional.of(
          serving(List.of(new Share(before.revision().value(), 100)), before.revision(), true));
    }
    List<Share> shares = shares();
    Optional<RevisionName> main =
        shares.stream()
            .map(Share::revision)
            .filter(name -> !name.equals(Results.LATEST))
            .map(RevisionName::new)
            .findFirst();
    if (main.isPresent()) {
      return Optional.of(serving(shares, main.get(), false));
    }
    // Nobody ever looked. A rollback that failed leaves nothing that is known to be well.
    return rollbackFailed() ? known.serving().map(this::unsure) : known.serving();
  }

  /** As they were at the end; after a rollback that failed, when they were seen last. */
  private List<Share> shares() {
    List<Share> last =
        after.settlement().map(end -> Results.shares(end.result())).orElse(List.of());
    return last.isEmpty() && rollbackFailed()
        ? after.chronicle().traffic(before.key().region().value())
        : last;
  }

  private boolean rollbackFailed() {
    return outcome().filter(Outcome.ROLLBACK_FAILED::equals).isPresent();
  }

  /** Empty while it goes on, in another region. */
  private Optional<Outcome> outcome() {
    return after.phase() instanceof Finished end ? Optional.of(end.outcome()) : Optional.empty();
  }

  private Serving serving(List<Share> shares, RevisionName main, boolean proven) {
    Optional<Serving> same = known.serving().filter(s -> s.revision().equals(main));
    boolean ours = made(main);
    Optional<Proven> remembered = known.of(main);
    Optional<ImageDigest> digest =
        (ours ? before.digest() : Optional.<ImageDigest>empty())
            .or(() -> same.flatMap(Serving::digest))
            .or(() -> remembered.flatMap(Proven::digest));
    Optional<Commit> commit =
        (ours ? before.commit() : Optional.<Commit>empty())
            .or(() -> same.flatMap(Serving::commit))
            .or(() -> remembered.flatMap(Proven::commit));
    Optional<Serving> unchanged = same.filter(s -> s.traffic().equals(shares));
    Origin by = unchanged.map(Serving::by).orElseGet(() -> by(main, remembered));
    return new Serving(
        main,
        digest,
        commit,
        shares,
        health(main, shares, proven, same, remembered),
        unchanged.map(Serving::since).orElse(now),
        by,
        before.id(),
        account(by),
        outcome());
  }

  /** Of the job that it is of: another one's credentials are none of its. */
  private Account account(Origin by) {
    return known
        .serving()
        .filter(last -> !by.item().equals(before.origin().item()))
        .map(Serving::account)
        .orElse(before.plan().account());
  }

  /** Whether it is the revision that this rollout made, or was told to give the traffic to. */
  private boolean made(RevisionName main) {
    boolean chosen = !before.plan().previous() || before.found().isPresent();
    return chosen && main.equals(before.revision());
  }

  private Health health(
      RevisionName main,
      List<Share> shares,
      boolean proven,
      Optional<Serving> same,
      Optional<Proven> remembered) {
    if (proven) {
      return Health.HEALTHY;
    }
    String ours = before.revision().value();
    if (after.condemned() && shares.stream().anyMatch(share -> share.revision().equals(ours))) {
      return Health.UNHEALTHY;
    }
    if (made(main)) {
      return Health.UNKNOWN;
    }
    // What was found of a mixture says nothing of one part of it.
    return same.filter(s -> s.health() != Health.UNHEALTHY || s.traffic().size() == 1)
        .map(Serving::health)
        .orElse(remembered.filter(p -> !p.before()).isPresent() ? Health.HEALTHY : Health.UNKNOWN);
  }

  /** What served before the first rollout, or was changed by somebody else, is nobody's here. */
  private Origin by(RevisionName main, Optional<Proven> remembered) {
    return made(main) || remembered.isPresent()
        ? before.origin()
        : new Origin(before.origin().item(), Optional.empty(), "");
  }

  private Serving unsure(Serving last) {
    return new Serving(
        last.revision(),
        last.digest(),
        last.commit(),
        last.traffic(),
        Health.UNKNOWN,
        last.since(),
        last.by(),
        before.id(),
        account(last.by()),
        outcome());
  }
}
