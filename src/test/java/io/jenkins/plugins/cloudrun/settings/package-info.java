/** Tests of this room. */
@NullMarked
package io.jenkins.plugins.cloudrun.settings;

import org.jspecify.annotations.NullMarked;
