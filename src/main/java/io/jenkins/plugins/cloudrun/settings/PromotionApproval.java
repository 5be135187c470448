package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose leave a promotion needs: never less than the target's rules ask for. A promotion that asks
 * for an approval itself may shorten the time and exclude more people.
 */
final class PromotionApproval {
  /** The people that a target asks are asked before any of the traffic. */
  private static final int BEFORE_ALL = 1;

  private PromotionApproval() {}

  static Optional<Approval> of(
      Optional<RequiredApproval> required, Optional<Approval> own, People people) {
    if (required.isEmpty()) {
      return own;
    }
    RequiredApproval rule = required.get();
    Set<String> excluded = new LinkedHashSet<>(people.of(rule.notBy()));
    own.ifPresent(given -> excluded.addAll(given.notBy()));
    Duration within =
        own.map(Approval::within)
            .filter(shorter -> shorter.compareTo(rule.within()) < 0)
            .orElse(rule.within());
    return Optional.of(
        new Approval(
            rule.by(),
            within,
            BEFORE_ALL,
            List.copyOf(excluded),
            rule.notBy().author() || own.filter(Approval::notAuthor).isPresent(),
            rule.count()));
  }
}
