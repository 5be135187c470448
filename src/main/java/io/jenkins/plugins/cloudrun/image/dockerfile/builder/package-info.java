/** Dockerfiles that run something: built by a tool of the agent, pushed by us. */
@NullMarked
package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import org.jspecify.annotations.NullMarked;
