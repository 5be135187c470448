/** The one place that finds and tracks Jenkins credentials. */
@NullMarked
package io.jenkins.plugins.cloudrun.credentials;

import org.jspecify.annotations.NullMarked;
