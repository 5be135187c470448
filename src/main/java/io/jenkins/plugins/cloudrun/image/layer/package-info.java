/** Layers: their entries, and from these to compressed blobs, kept in a cache that builds share. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.layer;

import org.jspecify.annotations.NullMarked;
