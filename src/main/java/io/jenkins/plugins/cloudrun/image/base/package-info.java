/** Base images: found, pinned to a digest, read. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.base;

import org.jspecify.annotations.NullMarked;
