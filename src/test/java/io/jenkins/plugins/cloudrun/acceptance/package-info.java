/**
 * The plugin in a real Jenkins: skipped unless one is named with {@code -Djenkins.url} or {@code
 * -Djenkins.launcher}.
 */
@NullMarked
package io.jenkins.plugins.cloudrun.acceptance;

import org.jspecify.annotations.NullMarked;
