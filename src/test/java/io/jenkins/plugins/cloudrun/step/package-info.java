/** Tests of this room. */
@NullMarked
package io.jenkins.plugins.cloudrun.step;

import org.jspecify.annotations.NullMarked;
