package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan of a story in the making. */
final class PlanDraft {
  private List<Region> regions = List.of(Stories.WEST);
  private ImageReference image = ImageReference.parse("example.com/shop:v2");
  private Optional<Goal> goal = Optional.empty();
  private Optional<Boolean> everyone = Optional.empty();
  private Plan.Traffic traffic = Plan.Traffic.ALL;
  private List<CanaryStep> canary = List.of();
  private Plan.OnFailure onFailure = Plan.OnFailure.ROLLBACK;
  private Policy policy = Policy.DEFAULT;

  PlanDraft regions(Region... all) {
    regions = List.of(all);
    return this;
  }

  PlanDraft broken() {
    image = ImageReference.parse("example.com/broken:v2");
    return this;
  }

  /** A revision that is there, or the previous one. */
  PlanDraft to(Optional<RevisionName> revision) {
    goal = Optional.of(Goal.back(revision));
    return this;
  }

  PlanDraft everyone() {
    everyone = Optional.of(true);
    return this;
  }

  PlanDraft traffic(Plan.Traffic end) {
    traffic = end;
    return this;
  }

  PlanDraft canary(int... percents) {
    List<CanaryStep> steps = new ArrayList<>();
    for (int percent : percents) {
      steps.add(new CanaryStep(new Percent(percent), Duration.ofSeconds(20)));
    }
    canary = steps;
    return this;
  }

  PlanDraft onFailure(Plan.OnFailure what) {
    onFailure = what;
    return this;
  }

  PlanDraft policy(Policy other) {
    policy = other;
    return this;
  }

  Plan build() {
    Gate gate =
        new HttpGate(
            "/healthz",
            200,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new Terms(
                Duration.ZERO,
                Optional.of(Stories.INTERVAL),
                1,
                Stories.WITHIN,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5)));
    return new Plan(
        new ProjectId("demo-project"),
        regions,
        new ServiceName("shop"),
        goal.orElseGet(
            () -> new Goal.Made(image, Optional.empty(), RevisionSettings.UNCHANGED, everyone)),
        new Shift(List.of(gate), traffic, canary, onFailure),
        Duration.ofHours(1),
        new Account(Optional.of("key"), Optional.empty()),
        policy);
  }
}
