/**
 * A rollout as a value: plan, phase and history, and what each phase decides from what was
 * observed.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.rollout;

import org.jspecify.annotations.NullMarked;
