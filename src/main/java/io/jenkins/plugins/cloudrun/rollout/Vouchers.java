package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.StoreException;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which images did well on which service: what a promotion is based on. In a file for each service
 * and region, of at most {@value #MOST} images. Written by the rollout that has the service, before
 * it saves its own end; repeated after a crash, it writes the same.
 */
public final class Vouchers {
  private static final Logger LOGGER = Logger.getLogger(Vouchers.class.getName());
  private static final int MOST = 20;

  private final Notes notes;

  public Vouchers(Notes notes) {
    this.notes = notes;
  }

  /** The latest first. */
  public List<Vouched> read(ServiceKey key) {
    Optional<String> text = notes.read(key.resource());
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      return VouchedJson.read(text.get());
    } catch (RuntimeException e) {
      Path aside = notes.setAside(key.resource());
      LOGGER.log(
          Level.WARNING,
          "What is known of images on "
              + key
              + " cannot be read and is set aside as "
              + aside
              + "; it is learnt anew",
          e);
      return List.of();
    }
  }

  /** What is known of one image. */
  Optional<Vouched> of(ServiceKey key, ImageDigest digest) {
    return read(key).stream().filter(one -> one.digest().equals(digest)).findFirst();
  }

  /**
   * @throws StoreException when it is not on the disk
   */
  void learn(Rollout before, Rollout after) {
    boolean done =
        after.done().size() > before.done().size()
            || after.settlement().filter(end -> end.success()).isPresent();
    boolean served = before.plan().traffic() == Plan.Traffic.ALL;
    boolean bad = served && after.settlement().isPresent() && after.condemned();
    if (before.digest().isEmpty() || !done && !bad) {
      return;
    }
    ImageDigest digest = before.digest().get();
    List<Vouched> known = read(before.key());
    List<Vouched> next = new ArrayList<>();
    if (done) {
      Optional<Vouched> earlier =
          known.stream().filter(one -> one.digest().equals(digest)).findFirst();
      if (earlier.filter(one -> one.rollout().equals(before.id())).isPresent()) {
        return;
      }
      next.add(
          served
              ? vouched(before, digest, earlier, after)
              : deployed(before, digest, earlier, after));
    }
    known.stream().filter(one -> !one.digest().equals(digest)).forEach(next::add);
    if (!next.equals(known)) {
      notes.write(
          before.key().resource(),
          VouchedJson.write(before.key(), next.subList(0, Math.min(MOST, next.size()))));
    }
  }

  /**
   * Without traffic nothing is vouched for; but who made it, and from what, is not known to the
   * rollout that gives it traffic later.
   */
  private static Vouched deployed(
      Rollout before, ImageDigest digest, Optional<Vouched> earlier, Rollout after) {
    return new Vouched(
        digest,
        earlier.map(Vouched::gates).orElse(List.of()),
        before.commit().or(() -> earlier.flatMap(Vouched::commit)),
        earlier.map(Vouched::at).orElse(after.since()),
        earlier.map(Vouched::rollout).orElse(before.id()),
        people(before, earlier));
  }

  /** A rollback or a shift asks fewer gates: what was found before still holds. */
  private static Vouched vouched(
      Rollout before, ImageDigest digest, Optional<Vouched> earlier, Rollout after) {
    List<String> gates = new ArrayList<>(Verdicts.healthyKinds(before));
    if (before.plan().shifts()) {
      earlier.stream()
          .flatMap(one -> one.gates().stream())
          .filter(kind -> !gates.contains(kind))
          .forEach(gates::add);
    }
    return new Vouched(
        digest,
        gates,
        before.commit().or(() -> earlier.flatMap(Vouched::commit)),
        after.since(),
        before.id(),
        people(before, earlier));
  }

  /** Who promotes or shifts makes nothing; whoever deploys the same again stands behind it too. */
  private static List<String> people(Rollout rollout, Optional<Vouched> earlier) {
    List<String> people = new ArrayList<>(earlier.map(Vouched::people).orElse(List.<String>of()));
    if (rollout.plan().promotion().isPresent()) {
      people.addAll(rollout.passage().map(Passage::people).orElse(List.of()));
    } else if (!rollout.plan().shifts()) {
      people.addAll(rollout.origin().people());
    }
    return people;
  }
}
