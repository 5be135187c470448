/**
 * Values that outlive a restart, and the one loop that drives them: observe, decide, save the
 * intent, act idempotently, save the result. Rollouts and job executions are two kinds of them.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.durable;

import org.jspecify.annotations.NullMarked;
