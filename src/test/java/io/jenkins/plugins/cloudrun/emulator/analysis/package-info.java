/** Artifact Analysis: what scanners found in images. */
@NullMarked
package io.jenkins.plugins.cloudrun.emulator.analysis;

import org.jspecify.annotations.NullMarked;
