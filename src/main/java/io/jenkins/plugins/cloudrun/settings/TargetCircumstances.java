package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;

/** What a rollout to a target is told besides its settings. */
public interface TargetCircumstances {
  /** No target has rules, and nobody may override them. */
  TargetCircumstances NONE =
      new TargetCircumstances() {
        @Override
        public PromotionTerms terms(TargetName to) {
          return PromotionTerms.NONE;
        }

        @Override
        public FreezeOverride override(String reason) {
          throw new InvalidValueException("override: nobody may override a freeze here.");
        }
      };

  /** What the target that it goes to asks, and does unless the settings say otherwise. */
  PromotionTerms terms(TargetName to);

  /**
   * Somebody's word that a freeze does not count.
   *
   * @throws InvalidValueException if nobody who asks may give it
   */
  FreezeOverride override(String reason);
}
