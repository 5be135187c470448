/**
 * Checks of a commit, through the Checks API plugin. Loaded only when that is there: nothing else
 * may name a class of this room.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.checks;

import org.jspecify.annotations.NullMarked;
