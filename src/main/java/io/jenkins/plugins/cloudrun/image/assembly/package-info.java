/** From a base, layers and a build plan to the configuration and manifest of an image. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.assembly;

import org.jspecify.annotations.NullMarked;
