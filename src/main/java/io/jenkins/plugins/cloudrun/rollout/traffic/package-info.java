/** The arithmetic of traffic targets: pure functions over values. */
@NullMarked
package io.jenkins.plugins.cloudrun.rollout.traffic;

import org.jspecify.annotations.NullMarked;
