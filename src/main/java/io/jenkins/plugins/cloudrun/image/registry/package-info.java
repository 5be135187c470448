/** The OCI distribution protocol over {@code java.net.http}. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.registry;

import org.jspecify.annotations.NullMarked;
