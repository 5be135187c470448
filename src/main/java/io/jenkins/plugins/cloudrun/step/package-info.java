/** The Pipeline steps: one file each, with its execution and descriptor inside. */
@NullMarked
package io.jenkins.plugins.cloudrun.step;

import org.jspecify.annotations.NullMarked;
