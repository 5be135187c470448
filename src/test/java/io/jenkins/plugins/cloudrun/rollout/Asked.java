package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.Rollout.GateResult;
import io.jenkins.plugins.cloudrun.rollout.traffic.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rollouts that wait for a person, for tests of pages. */
public final class Asked {
  private Asked() {}

  /** One that has the first share of its canary and asks for the next. */
  public static Rollout rollout(String id, Origin origin, Approval approval, Instant since) {
    Plan plan =
        Scenario.with(Scenario.canary(), new Policy(Concurrent.WAIT, false, Optional.of(approval)));
    RevisionName old = Scenario.OLD;
    return Rollout.start(id, origin, plan, since)
        .copy()
        .baseline(
            new Baseline(true, 1, List.of(Target.share(old, new Percent(100))), Optional.of(old)))
        .verdict(
            new GateResult(since, "GET /healthz", 5, "healthy", "status 200 in 12 ms", Map.of()))
        .build()
        .saying(since, "Traffic is at 5 %")
        .in(new Approving(Baking.at(1, since.plus(approval.within())), 0), since);
  }
}
