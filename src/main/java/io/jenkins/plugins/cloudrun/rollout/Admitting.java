package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.promotion.Rules;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Looks at a target's rules once more, right before a promotion changes traffic. */
final class Admitting {
  static final String MORE_PEOPLE =
      "The target asks for more approvals than it did when this promotion was asked for: start it"
          + " again.";

  private Admitting() {}

  /** Whether the rules ask for more people's leave than the plan will get. */
  static boolean lacksApproval(Rollout rollout, Rules rules) {
    int asked = rules.approval().map(approval -> approval.count()).orElse(0);
    return asked > rollout.plan().policy().approval().map(Approval::count).orElse(0);
  }

  /** Why traffic is not to change now; empty when it may, or when this is no promotion. */
  static Optional<String> refusal(Rollout rollout, Observation seen) {
    Optional<Promotion> promotion = rollout.plan().promotion();
    if (promotion.isEmpty() || rollout.region() > 0) {
      return Optional.empty();
    }
    Rules rules = seen.rules().orElse(promotion.get().rules());
    if (lacksApproval(rollout, rules)) {
      return Optional.of(MORE_PEOPLE);
    }
    Optional<Rules.Frozen> frozen = rules.frozen(seen.at());
    return frozen.isPresent() && promotion.get().override().isEmpty()
        ? Optional.of(
            "Target '"
                + promotion.get().to()
                + "' is frozen until "
                + frozen.get().until().truncatedTo(ChronoUnit.SECONDS)
                + " ("
                + frozen.get().freeze().text()
                + "), which began after this promotion did.")
        : Optional.empty();
  }
}
