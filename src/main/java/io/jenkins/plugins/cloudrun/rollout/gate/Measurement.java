package io.jenkins.plugins.cloudrun.rollout.gate;

import io.jenkins.plugins.cloudrun.rollout.port.Health;
import java.net.URI;
import java.util.Optional;

/**
 * What one check of a revision gave.
 *
 * @param url what was asked
 * @param answer the answer, or empty when none came
 * @param trouble why none came, empty otherwise
 */
public record Measurement(URI url, Optional<Health.Answer> answer, String trouble) {}
