/** Tests of this room. */
@NullMarked
package io.jenkins.plugins.cloudrun.front;

import org.jspecify.annotations.NullMarked;
