/**
 * What both front doors, the Pipeline steps and the freestyle builders, do alike once they have
 * their settings: naming durable values, writing the log, returning results.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.front;

import org.jspecify.annotations.NullMarked;
