package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.Plan.OnFailure;
import io.jenkins.plugins.cloudrun.rollout.Plan.Traffic;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import java.util.List;

/**
 * How the traffic of a service gets to a revision.
 *
 * @param gates asked before any traffic and at each step
 * @param traffic where the revision's traffic ends
 * @param canary ascending; none means all at once
 * @param onFailure what happens when a gate says no
 */
public record Shift(
    List<Gate> gates, Traffic traffic, List<CanaryStep> canary, OnFailure onFailure) {
  /** All of it at once, when the revision is ready. */
  public static final Shift AT_ONCE =
      new Shift(List.of(), Traffic.ALL, List.of(), OnFailure.ROLLBACK);

  public Shift {
    gates = List.copyOf(gates);
    canary = CanaryStep.ascending(canary);
    if (traffic == Traffic.NONE && !canary.isEmpty()) {
      throw new InvalidValueException(
          "traffic: 'none' shifts no traffic: leave canary out, or traffic at 'all'.");
    }
  }
}
