/**
 * Where people look at commits that the git plugin checked out. Loaded only when that is there:
 * nothing else may name a class of this room.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.git;

import org.jspecify.annotations.NullMarked;
