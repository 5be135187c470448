/** Sources for Cloud Build: packed, and brought to Cloud Storage once. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.source;

import org.jspecify.annotations.NullMarked;
