package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image that a rollout brought to all traffic of a service, or deployed without any.
 *
 * @param gates the kinds of gates that found it healthy on its way to all traffic, each by its last
 *     verdict
 * @param commit what it was made from, if known
 * @param at when the rollout ended
 * @param people ids of the users who made it: who stands behind the builds that first deployed it,
 *     here or in the target that it was promoted from, and so on
 */
public record Vouched(
    ImageDigest digest,
    List<String> gates,
    Optional<Commit> commit,
    Instant at,
    String rollout,
    List<String> people) {
  public Vouched {
    gates = List.copyOf(gates);
    people = people.stream().distinct().limit(Origin.MOST_PEOPLE).toList();
  }

  /** Of whom nobody is known to stand behind it. */
  Vouched(
      ImageDigest digest, List<String> gates, Optional<Commit> commit, Instant at, String rollout) {
    this(digest, gates, commit, at, rollout, List.of());
  }
}
