/** The one door to what belongs to a whole Jenkins: its statics, and what lives once in it. */
@NullMarked
package io.jenkins.plugins.cloudrun.platform;

import org.jspecify.annotations.NullMarked;
