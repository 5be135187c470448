/**
 * What is found in single files: secrets, programs for other machines; remembered between builds.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.image.lint.scan;

import org.jspecify.annotations.NullMarked;
