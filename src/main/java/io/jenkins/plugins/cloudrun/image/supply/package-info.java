/** What stands beside an image: a list of what is in it, and where it came from. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.supply;

import org.jspecify.annotations.NullMarked;
