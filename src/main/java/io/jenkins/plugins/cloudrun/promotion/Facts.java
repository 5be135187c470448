package io.jenkins.plugins.cloudrun.promotion;

import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a decision on a promotion is based on, besides the rules.
 *
 * @param at the moment that counts for freezes
 * @param order of all targets that the item may use
 * @param digest what is to be promoted
 * @param places each region where it serves in {@code from}, and what gates said of it there
 * @param override somebody's word that a freeze does not count
 */
public record Facts(
    Instant at,
    TargetName from,
    TargetName to,
    List<TargetName> order,
    ImageDigest digest,
    List<Place> places,
    Optional<FreezeOverride> override) {
  public Facts {
    order = List.copyOf(order);
    places = List.copyOf(places);
  }

  /**
   * A region of the source.
   *
   * @param gates kinds of gates that found the digest healthy there; empty too when no rollout
   *     brought it there
   * @param rollout the rollout in which they did; empty if there is none
   * @param since when it ended; {@link Instant#EPOCH} if there is none
   */
  public record Place(ServiceKey service, List<String> gates, String rollout, Instant since) {
    public Place {
      gates = List.copyOf(gates);
    }
  }
}
