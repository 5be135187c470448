/** The one HTTP door, through Jenkins' proxy, and the one background pool. */
@NullMarked
package io.jenkins.plugins.cloudrun.net;

import org.jspecify.annotations.NullMarked;
