package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.promotion.Decision;
import io.jenkins.plugins.cloudrun.promotion.Facts;
import io.jenkins.plugins.cloudrun.promotion.Rules;

/** Looks at what serves in the source, and decides by the target's rules whether it may come. */
record Promoting() implements Phase {
  static final String KIND = "promoting";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "looking at what serves in target '" + promotion(rollout).from() + "'";
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.PASSAGE;
  }

  static Promotion promotion(Rollout rollout) {
    return rollout
        .plan()
        .promotion()
        .orElseThrow(() -> new IllegalStateException("no promotion in " + rollout.id()));
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    if (rollout.aborted()) {
      return Endings.aborted(rollout, seen, "Nothing was changed.");
    }
    if (seen.at().isAfter(rollout.deadline())) {
      return Endings.settle(
          rollout,
          seen,
          Outcome.FAILED,
          "The promotion did not begin within its time limit of "
              + Durations.text(rollout.plan().timeLimit())
              + ". Nothing was changed.");
    }
    Sources sources = seen.sources().orElseThrow();
    if (sources.refusal().isPresent()) {
      return Endings.settle(
          rollout, seen, Outcome.FAILED, sources.refusal().get() + ". Nothing was changed.");
    }
    Promotion promotion = promotion(rollout);
    ImageReference image = sources.image().orElseThrow();
    ImageReference there = promotion.destination(image);
    Rules rules = seen.rules().orElse(promotion.rules());
    Decision decision =
        Decision.of(
            rules,
            new Facts(
                seen.at(),
                promotion.from(),
                promotion.to(),
                promotion.order(),
                image.digest().orElseThrow(),
                sources.places(),
                promotion.override()));
    Rollout next =
        rollout
            .copy()
            .digest(image.digest().orElseThrow())
            .passage(new Passage(there, sources.commit(), decision.basis(), sources.people()))
            .build();
    if (!decision.goesOn()) {
      return Endings.settle(next, seen, Outcome.FAILED, refusal(promotion, decision));
    }
    if (Admitting.lacksApproval(rollout, rules)) {
      return Endings.settle(
          next, seen, Outcome.FAILED, Admitting.MORE_PEOPLE + " Nothing was changed.");
    }
    next =
        next.beginning(
            seen.at(),
            "Promoting "
                + image
                + " from "
                + promotion.from()
                + " to "
                + promotion.to()
                + sources.commit().map((Commit c) -> ", made from commit " + c).orElse(""));
    next = Admitting.telling(next, seen);
    return there.name().equals(image.name())
        ? Step.to(next.in(new Preparing(), seen.at()))
        : Step.to(
            next.beginning(seen.at(), "Copying the image to " + there.name())
                .in(new Copying(image), seen.at()));
  }

  private static String refusal(Promotion promotion, Decision decision) {
    return "The promotion from "
        + promotion.from()
        + " to "
        + promotion.to()
        + " was refused. "
        + decision.text()
        + " Nothing was changed."
        + (decision.verdict() == Decision.Verdict.NEEDS_OVERRIDE ? Admitting.OVERRIDE : "");
  }
}
