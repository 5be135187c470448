/** What release managers see and do: the rollouts of a job and of a build, and their answers. */
@NullMarked
package io.jenkins.plugins.cloudrun.release;

import org.jspecify.annotations.NullMarked;
