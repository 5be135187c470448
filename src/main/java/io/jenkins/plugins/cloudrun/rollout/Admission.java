package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import java.util.Optional;

/**
 * What a target asks of a rollout before it changes traffic there.
 *
 * @param rules of the target, as they were when the rollout was asked for
 * @param override somebody's word that a freeze does not count
 */
public record Admission(TargetName target, Rules rules, Optional<FreezeOverride> override) {}
