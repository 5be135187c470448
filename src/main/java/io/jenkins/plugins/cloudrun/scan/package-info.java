/** The scan gate: waits for Artifact Analysis and judges what it found in an image. */
@NullMarked
package io.jenkins.plugins.cloudrun.scan;

import org.jspecify.annotations.NullMarked;
