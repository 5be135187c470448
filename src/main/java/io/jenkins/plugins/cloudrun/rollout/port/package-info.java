/**
 * What the engine needs from outside, in the engine's own words. Implemented over Google's
 * libraries in {@code gcp}.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.rollout.port;

import org.jspecify.annotations.NullMarked;
