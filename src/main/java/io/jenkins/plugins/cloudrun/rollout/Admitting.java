package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.promotion.NotBy;
import io.jenkins.plugins.cloudrun.promotion.RequiredApproval;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import java.time.Instant;
import java.util.Optional;

/** Looks at a target's rules as they are now, before a rollout changes something there. */
final class Admitting {
  static final String MORE_PEOPLE =
      "The target asks for more approvals, or for those of others, than when this rollout was asked"
          + " for: start it again.";

  /** What can be done about a freeze. */
  static final String OVERRIDE =
      " Wait until then; or somebody who may both promote and approve starts it with a reason to"
          + " override the freeze (override:).";

  private Admitting() {}

  /**
   * Whether the rules ask for more people's leave, or for that of others, than the plan will get.
   */
  static boolean lacksApproval(Rollout rollout, Rules rules) {
    if (rules.approval().isEmpty()) {
      return false;
    }
    RequiredApproval asked = rules.approval().get();
    Optional<Approval> got = rollout.plan().policy().approval();
    NotBy excluded =
        rollout
            .plan()
            .admission()
            .flatMap(then -> then.rules().approval())
            .map(RequiredApproval::notBy)
            .orElse(NotBy.NOBODY);
    return got.filter(people -> people.count() >= asked.count())
            .filter(people -> asked.by().containsAll(people.by()))
            .isEmpty()
        || asked.notBy().starter() && !excluded.starter()
        || asked.notBy().author() && !excluded.author();
  }

  /** Whether people are asked before a service is made that serves as soon as it is there. */
  static boolean asksFirst(Rollout rollout) {
    Plan plan = rollout.plan();
    return plan.policy().approval().isPresent()
        && (plan.promotion().isPresent()
            || plan.admission().flatMap(asked -> asked.rules().approval()).isPresent());
  }

  /** Why traffic is not to change now; empty when it may, or when no target is gone to. */
  static Optional<String> refusal(Rollout rollout, Observation seen) {
    Optional<Admission> admission = admission(rollout);
    if (admission.isEmpty() || !changesTraffic(rollout, seen)) {
      return Optional.empty();
    }
    Rules rules = seen.rules().orElse(admission.get().rules());
    if (lacksApproval(rollout, rules)) {
      return Optional.of(MORE_PEOPLE);
    }
    return admission.get().override().isPresent()
        ? Optional.empty()
        : rules
            .frozen(seen.at())
            .map(frozen -> frozen.text(admission.get().target()) + "." + OVERRIDE);
  }

  /** Says that a freeze holds which somebody has overridden. */
  static Rollout telling(Rollout rollout, Observation seen) {
    return admission(rollout)
        .filter(admission -> changesTraffic(rollout, seen))
        .flatMap(admission -> overridden(admission, seen.rules(), seen.at()))
        .map(text -> rollout.saying(seen.at(), Entry.WARNING, text))
        .orElse(rollout);
  }

  /** The freeze that is overridden and by whom; empty when none holds. */
  static Optional<String> overridden(Admission admission, Optional<Rules> now, Instant at) {
    return admission
        .override()
        .flatMap(
            given ->
                now.orElse(admission.rules())
                    .frozen(at)
                    .map(
                        frozen ->
                            frozen.text(admission.target())
                                + "; "
                                + given.by()
                                + " overrides that: "
                                + given.reason()));
  }

  /** What serves nothing yet serves as soon as it is deployed, whatever the plan says. */
  static boolean changesTraffic(Rollout rollout, Optional<Baseline> baseline) {
    return rollout.plan().traffic() != Plan.Traffic.NONE
        || baseline.filter(Baseline::hasStable).isEmpty();
  }

  private static boolean changesTraffic(Rollout rollout, Observation seen) {
    return changesTraffic(
        rollout, rollout.baseline().or(() -> Optional.of(Baseline.of(seen.service()))));
  }

  /** Once the first region has its traffic, the others follow whatever has begun meanwhile. */
  private static Optional<Admission> admission(Rollout rollout) {
    return rollout.region() > 0 && rollout.plan().traffic() != Plan.Traffic.NONE
        ? Optional.empty()
        : rollout.plan().admission();
  }
}
