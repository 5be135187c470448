/** Advice on an image and its context. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.lint;

import org.jspecify.annotations.NullMarked;
