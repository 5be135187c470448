/** Dockerfiles: read, and built without a daemon as far as they have no RUN. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.dockerfile;

import org.jspecify.annotations.NullMarked;
