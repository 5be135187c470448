/**
 * Gates: what is checked on a revision before it gets traffic, and how measurements become a
 * verdict.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.rollout.gate;

import org.jspecify.annotations.NullMarked;
