package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image that a rollout brought to all traffic of a service.
 *
 * @param gates the kinds of gates that found it healthy, each by its last verdict
 * @param commit what it was made from, if known
 * @param at when the rollout ended
 */
public record Vouched(
    ImageDigest digest,
    List<String> gates,
    Optional<CommitSha> commit,
    Instant at,
    String rollout) {
  public Vouched {
    gates = List.copyOf(gates);
  }
}
