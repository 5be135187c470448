package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import java.util.Optional;

/** The rules of targets as they are now. Makes no calls. */
@FunctionalInterface
public interface Rulebook {
  /** Those of a plan hold. */
  Rulebook UNCHANGED = (origin, target) -> Optional.empty();

  /** The rules; empty when the item or the target is no longer there. */
  Optional<Rules> rules(Origin origin, TargetName target);
}
