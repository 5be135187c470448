/**
 * Container images without a daemon: each recipe describes an image as jib's build plan, a pure
 * function of files and request, and one place runs the plan.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.image;

import org.jspecify.annotations.NullMarked;
