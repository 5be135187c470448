/** From blobs to an image in a registry: nothing is sent that is there already. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.push;

import org.jspecify.annotations.NullMarked;
