package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.ServiceKey;
import java.util.List;

/** What a promotion is told besides its settings. */
public interface PromotionCircumstances extends TargetCircumstances {
  /**
   * Who stands behind the promotion, and behind what serves at the source.
   *
   * @param sources the service there, in each region
   */
  People people(List<ServiceKey> sources);
}
