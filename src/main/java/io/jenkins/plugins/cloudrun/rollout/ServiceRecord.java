package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What rollouts have learnt of a service in a region.
 *
 * @param proven revisions that served all traffic in good health, the latest first
 * @param failed images that turned out bad, the latest first
 * @param serving what serves there, once a rollout has ended
 */
public record ServiceRecord(List<Proven> proven, List<Failed> failed, Optional<Serving> serving) {
  public static final ServiceRecord EMPTY =
      new ServiceRecord(List.of(), List.of(), Optional.empty());

  private static final int MOST_PROVEN = 10;
  private static final int MOST_FAILED = 50;

  public ServiceRecord {
    proven = List.copyOf(proven);
    failed = List.copyOf(failed);
  }

  /**
   * A revision to go back to.
   *
   * @param at since when it is known to be good
   * @param rollout that found it so
   * @param before whether it only served before that rollout, and no gate was asked
   * @param digest of its image, if known
   * @param commit it was made from, if known
   * @param left when traffic was rolled back from it, if it was: nobody goes back there unasked
   */
  public record Proven(
      RevisionName revision,
      Instant at,
      String rollout,
      boolean before,
      Optional<ImageDigest> digest,
      Optional<Commit> commit,
      Optional<Instant> left) {
    /** Of whose image nothing is known. */
    Proven(RevisionName revision, Instant at, String rollout, boolean before) {
      this(revision, at, rollout, before, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Proven leftAt(Instant when) {
      return new Proven(revision, at, rollout, before, digest, commit, Optional.of(when));
    }
  }

  /**
   * An image that failed.
   *
   * @param cause for people
   */
  public record Failed(
      ImageDigest digest, RevisionName revision, String cause, Instant at, String rollout) {}

  /** With a revision that is good, and whose image therefore is. */
  ServiceRecord with(Proven good, Optional<ImageDigest> digest) {
    List<Proven> all = new ArrayList<>(List.of(good));
    proven.stream().filter(p -> !p.revision().equals(good.revision())).forEach(all::add);
    return new ServiceRecord(
        all.subList(0, Math.min(MOST_PROVEN, all.size())),
        failed.stream().filter(f -> !Optional.of(f.digest()).equals(digest)).toList(),
        serving);
  }

  /** With a revision that was rolled back from, if it is known at all. */
  ServiceRecord leaving(RevisionName bad, Instant when) {
    return new ServiceRecord(
        proven.stream().map(p -> p.revision().equals(bad) ? p.leftAt(when) : p).toList(),
        failed,
        serving);
  }

  ServiceRecord serving(Optional<Serving> now) {
    return new ServiceRecord(proven, failed, now);
  }

  ServiceRecord with(Failed bad) {
    List<Failed> all = new ArrayList<>(List.of(bad));
    failed.stream().filter(f -> !f.digest().equals(bad.digest())).forEach(all::add);
    return new ServiceRecord(
        // What failed after it was proven is no way back.
        proven.stream().filter(p -> !p.revision().equals(bad.revision())).toList(),
        all.subList(0, Math.min(MOST_FAILED, all.size())),
        serving);
  }

  /** With the new full name of an item, where it has the former one. */
  ServiceRecord renamed(String former, String now) {
    return serving(serving.map(s -> s.by().item().equals(former) ? s.of(now) : s));
  }

  /** Of thousands, what is kept in memory. */
  ServiceRecord withoutFailed() {
    return new ServiceRecord(proven, List.of(), serving);
  }

  /** What is known of a revision that was good. */
  Optional<Proven> of(RevisionName revision) {
    return proven.stream().filter(p -> p.revision().equals(revision)).findFirst();
  }

  /** Why an image is refused. */
  Optional<Failed> failure(ImageDigest digest) {
    return failed.stream().filter(f -> f.digest().equals(digest)).findFirst();
  }
}
