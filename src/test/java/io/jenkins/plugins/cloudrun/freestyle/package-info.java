/** Tests of this room. */
@NullMarked
package io.jenkins.plugins.cloudrun.freestyle;

import org.jspecify.annotations.NullMarked;
