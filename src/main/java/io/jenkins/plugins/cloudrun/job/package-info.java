/** A job execution as a value, in the style of a rollout. */
@NullMarked
package io.jenkins.plugins.cloudrun.job;

import org.jspecify.annotations.NullMarked;
