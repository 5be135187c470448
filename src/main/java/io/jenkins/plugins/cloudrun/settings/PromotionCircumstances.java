package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import java.util.List;

/** What a promotion is told besides its settings. */
public interface PromotionCircumstances {
  /** What the target that it goes to asks, and does unless the settings say otherwise. */
  PromotionTerms terms(TargetName to);

  /**
   * Who stands behind the promotion, and behind what serves at the source.
   *
   * @param sources the service there, in each region
   */
  People people(List<ServiceKey> sources);

  /**
   * Somebody's word that a freeze does not count.
   *
   * @throws InvalidValueException if nobody who asks may give it
   */
  FreezeOverride override(String reason);
}
