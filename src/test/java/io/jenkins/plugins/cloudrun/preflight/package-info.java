/** Tests of what a check reports. */
@NullMarked
package io.jenkins.plugins.cloudrun.preflight;

import org.jspecify.annotations.NullMarked;
