package io.jenkins.plugins.cloudrun.platform;

import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import java.util.List;

/**
 * What a promotion to a target is asked, and what it does unless it says otherwise.
 *
 * @param rules what the target asks of everything that comes in
 * @param gates what the promoted revision must satisfy
 * @param canary stops on the way to all traffic, ascending; none means all at once
 */
public record PromotionTerms(Rules rules, List<Gate> gates, List<CanaryStep> canary) {
  /** No rules, no gates but readiness, and all traffic at once. */
  public static final PromotionTerms NONE = new PromotionTerms(Rules.NONE, List.of(), List.of());

  public PromotionTerms {
    gates = List.copyOf(gates);
    canary = CanaryStep.ascending(canary);
  }
}
