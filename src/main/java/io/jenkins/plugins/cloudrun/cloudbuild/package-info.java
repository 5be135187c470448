/** A build by Cloud Build as a value, in the style of a rollout. */
@NullMarked
package io.jenkins.plugins.cloudrun.cloudbuild;

import org.jspecify.annotations.NullMarked;
